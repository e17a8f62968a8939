import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Clipboard, ICommandPalette, Notification } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { runsIcon } from '../icons';
import type { TablePanel } from '../table/widget';
import { CATEGORY, CommandIDs, EXTENSION, IRunTracker } from '../tokens';
import { Place } from './place';
import { onFault, pathOf } from './ways';

const ARGUMENTS = {
  type: 'object',
  properties: {
    path: {
      type: 'string',
      description:
        'The notebook whose store is meant; without it, the active one.'
    },
    layout: {
      type: 'object',
      description:
        'How the table is arranged: scope, filter, columns, sort, groups.'
    }
  }
} as const;

/** The run table in the main area: from the palette, the launcher, the panel; back after a reload. */
export const table: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-tracker:table',
  description: 'Opens the table of all runs in the main area.',
  autoStart: true,
  requires: [IRunTracker],
  optional: [
    ITranslator,
    ILayoutRestorer,
    ICommandPalette,
    ILauncher,
    IStateDB,
    INotebookTracker,
    ILabShell
  ],
  activate: (
    app: JupyterFrontEnd,
    tracker: IRunTracker,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    launcher: ILauncher | null,
    state: IStateDB | null,
    notebooks: INotebookTracker | null,
    labShell: ILabShell | null
  ): void => {
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load(EXTENSION);
    // Notebook 7 has room for one document in its main area
    const area = labShell ? 'main' : 'right';
    const tables = new Place<TablePanel>(app, 'jupyter-tracker-table', area);
    commands.addCommand(CommandIDs.openTable, {
      label: args =>
        args.isLauncher ? trans.__('Run Table') : trans.__('Open Run Table'),
      caption: trans.__(
        'Show all runs in a table: filter, sort, group, compare'
      ),
      icon: runsIcon,
      describedBy: { args: ARGUMENTS },
      execute: async args => {
        const path = pathOf(tracker, args);
        await tables.show(`jt-table-${path}`, async () => {
          const { FilterHistory } = await import('../table/history');
          const { layoutFrom } = await import('../table/layout');
          const { TableModel } = await import('../table/model');
          const { TablePanel } = await import('../table/widget');
          const model = new TableModel({
            tracker,
            path,
            layout: layoutFrom(args.layout),
            history: new FilterHistory(state),
            onFault
          });
          const panel = new TablePanel({
            model,
            commands,
            trans,
            copy: text => {
              Clipboard.copyToSystem(text);
              Notification.info(trans.__('Copied'), { autoClose: 2000 });
            },
            canInsert: () => Boolean(notebooks?.currentWidget),
            insert: source => Private.insert(notebooks, source)
          });
          model.arranged.connect(() => tables.keep(panel));
          return panel;
        });
      }
    });
    palette?.addItem({ command: CommandIDs.openTable, category: CATEGORY });
    launcher?.add({
      command: CommandIDs.openTable,
      category: trans.__('Other'),
      args: { isLauncher: true }
    });
    if (restorer) {
      tables.restore(restorer, CommandIDs.openTable, ({ model }) => ({
        path: model.path,
        layout: model.layout as unknown as ReadonlyPartialJSONObject
      }));
    }
  }
};

namespace Private {
  /** Put a cell below the active one of the notebook, and show it. */
  export function insert(
    notebooks: INotebookTracker | null,
    source: string
  ): void {
    const panel = notebooks?.currentWidget;
    const notebook = panel?.content;
    if (panel && notebook?.model) {
      const place = notebook.activeCellIndex + 1;
      notebook.model.sharedModel.insertCell(place, {
        cell_type: 'code',
        source
      });
      notebook.activeCellIndex = place;
      panel.activate();
    }
  }
}
