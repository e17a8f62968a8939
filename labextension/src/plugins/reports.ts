import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { CellCommandIDs } from '../cells/ids';
import { addReportCommand } from '../cells/reportruns';
import { CATEGORY, EXTENSION } from '../tokens';

/** Leads from a report to its runs, in the file browser and in the palette. */
export const reports: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-tracker:reports',
  description: 'Opens the runs that a report is about.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [IFileBrowserFactory, ITranslator, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker,
    browsers: IFileBrowserFactory | null,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ): void => {
    const { commands } = app;
    const { contents } = app.serviceManager;
    const trans = (translator ?? nullTranslator).load(EXTENSION);
    addReportCommand({ commands, contents, notebooks, browsers, trans });
    const command = CellCommandIDs.showReportRuns;
    palette?.addItem({ command, category: CATEGORY });
  }
};
