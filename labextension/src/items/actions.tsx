import * as React from 'react';
import type { CommandRegistry } from '@lumino/commands';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { RunsModel } from '../models/runs';
import { CommandIDs } from '../tokens';

/** What can be done with the selected runs; there only while some are. */
export function ActionBar(props: {
  model: RunsModel;
  commands: CommandRegistry;
  trans: TranslationBundle;
  openMenu: (x: number, y: number) => void;
}): React.JSX.Element | null {
  const { model, commands, trans } = props;
  const { ids } = model.selection;
  if (!ids.length) {
    return null;
  }
  const act = (command: string) =>
    void commands.execute(command, { runs: [...ids] });
  const inTrash = model.choice.scope === 'trash';
  return (
    <div
      className="jt-Actions"
      role="toolbar"
      aria-label={trans.__('Selected runs')}
    >
      <span className="jt-Actions-count">
        {trans._n('%1 selected', '%1 selected', ids.length)}
      </span>
      <span className="jt-Actions-number" aria-hidden="true">
        {ids.length}
      </span>
      {inTrash ? (
        <button
          type="button"
          className="jp-mod-styled jp-mod-accept jt-Button jt-Writes"
          onClick={() => act(CommandIDs.restoreRuns)}
        >
          {trans.__('Put back')}
        </button>
      ) : (
        <>
          <button
            type="button"
            className="jp-mod-styled jp-mod-accept jt-Button"
            disabled={ids.length < 2}
            title={
              ids.length < 2 ? trans.__('Select two runs or more') : undefined
            }
            onClick={() => act(CommandIDs.compareRuns)}
          >
            {trans.__('Compare')}
          </button>
          <button
            type="button"
            className="jp-mod-styled jt-Button jt-Writes"
            onClick={() => act(CommandIDs.makeReport)}
          >
            {trans.__('Report')}
          </button>
          <button
            type="button"
            className="jt-Plain jt-Actions-more jt-Writes"
            aria-label={trans.__('More with the selected runs')}
            aria-haspopup="menu"
            onClick={event => {
              const box = event.currentTarget.getBoundingClientRect();
              props.openMenu(box.left, box.top);
            }}
          >
            ⋯
          </button>
        </>
      )}
      <button
        type="button"
        className="jt-Plain"
        aria-label={trans.__('Select none')}
        title={trans.__('Select none')}
        onClick={() => model.selection.clear()}
      >
        ✕
      </button>
    </div>
  );
}
