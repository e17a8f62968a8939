import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { FIRST_LAYOUT } from './layout';
import type { TableModel } from './model';

const LONGEST = 150;

/** The arrangements that were saved under a name; all who use the store have them. */
export function ViewChooser(props: {
  model: TableModel;
  trans: TranslationBundle;
  close: () => void;
}): React.JSX.Element {
  const { model, trans, close } = props;
  const { views, isWritable } = model;
  const [name, setName] = React.useState('');
  const save = (as: string) => {
    const text = as.trim().slice(0, LONGEST);
    if (text) {
      views.save(text, model.layout).then(close, model.onFault);
    }
  };
  return (
    <div className="jt-Columns">
      <ul className="jt-Columns-lists" aria-label={trans.__('Saved views')}>
        {views.names.map(view => (
          <li key={view} className="jt-Columns-item">
            <button
              type="button"
              className="jt-Link jt-Columns-name"
              onClick={() => {
                const layout = views.of(view);
                if (layout) {
                  model.arrange(layout);
                }
                close();
              }}
            >
              <bdi>{view}</bdi>
            </button>
            {isWritable && (
              <>
                <button
                  type="button"
                  className="jt-Plain"
                  title={trans.__('Save what is shown under this name')}
                  aria-label={trans.__('Save what is shown as %1', view)}
                  onClick={() => save(view)}
                >
                  ⤓
                </button>
                <button
                  type="button"
                  className="jt-Plain"
                  title={trans.__('Take this view away')}
                  aria-label={trans.__('Take the view %1 away', view)}
                  onClick={() => {
                    views.save(view, null).catch(model.onFault);
                  }}
                >
                  ✕
                </button>
              </>
            )}
          </li>
        ))}
        {!views.names.length && (
          <li className="jt-Quiet">{trans.__('No view is saved yet.')}</li>
        )}
      </ul>
      {isWritable && (
        <form
          className="jt-Popover-foot"
          onSubmit={event => {
            event.preventDefault();
            save(name);
          }}
        >
          <input
            type="text"
            className="jt-Search"
            aria-label={trans.__('Name of a new view')}
            placeholder={trans.__('Save this as…')}
            value={name}
            onChange={event => setName(event.target.value)}
          />
          <button
            type="submit"
            className="jp-mod-styled jt-Button"
            disabled={!name.trim()}
          >
            {trans.__('Save')}
          </button>
        </form>
      )}
      <div className="jt-Popover-foot">
        <button
          type="button"
          className="jt-Link"
          onClick={() => {
            model.arrange({ ...FIRST_LAYOUT, scope: model.layout.scope });
            close();
          }}
        >
          {trans.__('As at first')}
        </button>
      </div>
    </div>
  );
}
