import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { TableActions } from './actions';
import type { TableModel } from './model';

/** What to do with the selected runs; only while some are. */
export function SelectionBar(props: {
  model: TableModel;
  actions: TableActions;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { model, actions, trans } = props;
  const { ids } = model.selection;
  if (!ids.length) {
    return null;
  }
  const { scope } = model.layout;
  const [few, many] = [ids.length < 2, ids.length > 20];
  const quiet: [string, () => void][] = [
    [trans.__('Star'), () => void actions.toggleFlag('star')],
    [trans.__('Pin'), () => void actions.toggleFlag('pinned')],
    [trans.__('Tag…'), () => void actions.tag()],
    [
      scope === 'archived' ? trans.__('Bring back') : trans.__('Archive'),
      () => void actions.toggleFlag('archived').then(() => actions.selectNone())
    ],
    [trans.__('Delete…'), () => void actions.remove()]
  ];
  return (
    <div
      className="jt-Actions"
      role="toolbar"
      aria-label={trans.__('Selected runs')}
    >
      <span className="jt-Actions-count">
        {trans._n('%1 selected', '%1 selected', ids.length)}
      </span>
      {scope !== 'trash' && (
        <>
          <button
            type="button"
            className="jp-mod-styled jp-mod-accept jt-Button"
            disabled={few}
            title={
              few
                ? trans.__('Select two runs or more')
                : many
                  ? trans.__('The first twenty of them')
                  : undefined
            }
            onClick={() => actions.compare()}
          >
            {trans.__('Compare')}
          </button>
          {model.isWritable && (
            <button
              type="button"
              className="jp-mod-styled jt-Button"
              onClick={() => actions.report()}
            >
              {trans.__('Report')}
            </button>
          )}
        </>
      )}
      {model.isWritable &&
        (scope === 'trash' ? (
          <button
            type="button"
            className="jp-mod-styled jt-Button"
            onClick={() => void actions.restore()}
          >
            {trans.__('Put back')}
          </button>
        ) : (
          quiet.map(([label, act]) => (
            <button
              key={label}
              type="button"
              className="jt-Plain"
              onClick={act}
            >
              {label}
            </button>
          ))
        ))}
      <button
        type="button"
        className="jt-Plain"
        aria-label={trans.__('Select none')}
        title={trans.__('Select none')}
        onClick={() => actions.selectNone()}
      >
        ✕
      </button>
    </div>
  );
}
