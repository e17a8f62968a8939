import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { Notification } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { addCellCommands } from '../cells/commands';
import { CellCommandIDs } from '../cells/ids';
import { CellsOfNotebooks, type ICellSettings } from '../cells/notebooks';
import { CATEGORY, CommandIDs, EXTENSION, IRunTracker } from '../tokens';
import { onFault } from './ways';

/** What concerns the cells of a notebook: their badges, their missed outputs, and the commands on them. */
export const cells: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-tracker:cells',
  description:
    'Shows at each tracked cell its latest run, and brings missed outputs back.',
  autoStart: true,
  requires: [IRunTracker, INotebookTracker],
  optional: [ITranslator, ICommandPalette, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    tracker: IRunTracker,
    notebooks: INotebookTracker,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    settings: ISettingRegistry | null
  ): void => {
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load(EXTENSION);
    const actions = {
      openRun: (run: string, path: string) =>
        void commands.execute(CommandIDs.openRun, { run, path }),
      showHistory: (cell: string, path: string) =>
        void commands.execute(CellCommandIDs.showHistory, { cell, path })
    };
    const onLess = () =>
      Notification.info(
        trans.__(
          'What the outputs would fetch from another host was left out. Executing the cell shows it.'
        ),
        { autoClose: 8000 }
      );
    const options = { tracker, notebooks, trans, onLess, onFault };
    const shown = new CellsOfNotebooks({ ...options, actions });
    const added = addCellCommands({ commands, notebooks, trans, cells: shown });
    for (const command of added) {
      palette?.addItem({ command, category: CATEGORY });
    }
    if (settings) {
      void settings.load(cells.id).then(loaded => {
        const take = () => {
          shown.settings = loaded.composite as unknown as ICellSettings;
        };
        loaded.changed.connect(take);
        take();
      });
    }
  }
};
