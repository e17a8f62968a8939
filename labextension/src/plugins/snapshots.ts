import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker, NotebookActions } from '@jupyterlab/notebook';

import { Snapshots } from '../snapshots';

/** Tells kernels that ask for it what the notebook looks like when a cell is scheduled, unsaved edits included. */
export const snapshots: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-tracker:snapshots',
  description: 'Hands the notebook as it is on screen to the kernel.',
  autoStart: true,
  requires: [INotebookTracker],
  activate: (_: JupyterFrontEnd, notebooks: INotebookTracker): void => {
    const handed = new Snapshots();
    notebooks.widgetAdded.connect((_, panel) => handed.watch(panel));
    notebooks.forEach(panel => handed.watch(panel));
    NotebookActions.executionScheduled.connect((_, { notebook, cell }) => {
      const panel = notebooks.find(other => other.content === notebook);
      if (panel) {
        handed.send(panel, cell.model.id);
      }
    });
  }
};
