import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import {
  INotebookWidgetFactory,
  NotebookWidgetFactory
} from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { runsIcon } from '../icons';
import type { SnapshotPage } from '../snapshot/widget';
import { CATEGORY, CommandIDs, EXTENSION, IRunTracker } from '../tokens';
import { ONE_RUN } from './arguments';
import { Place } from './place';
import { onFault, pathOf, saveOfRun, text } from './ways';

/** Opens notebooks as they were, to be read. */
export const snapshotPage: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-tracker:snapshot-page',
  description: 'Opens the notebook as it was when a run was made.',
  autoStart: true,
  requires: [IRunTracker, INotebookWidgetFactory],
  optional: [ITranslator, ILayoutRestorer, ICommandPalette, ILabShell],
  // eslint-disable-next-line jupyter/plugin-activation-args -- the token stands for a type of another name
  activate: (
    app: JupyterFrontEnd,
    tracker: IRunTracker,
    factory: NotebookWidgetFactory.IFactory,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    labShell: ILabShell | null
  ): void => {
    if (!(factory instanceof NotebookWidgetFactory)) {
      return; // notebooks are shown by something that we do not know
    }
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load(EXTENSION);
    const area = labShell ? 'main' : 'right';
    const pages = new Place<SnapshotPage>(
      app,
      'jupyter-tracker-snapshot',
      area
    );
    const command = CommandIDs.openSnapshot;
    commands.addCommand(command, {
      label: trans.__('Open the Notebook as It Was'),
      caption: trans.__('Show the notebook as it was when the run was made'),
      icon: runsIcon,
      describedBy: { args: ONE_RUN },
      isEnabled: args =>
        typeof args.run === 'string' || tracker.runs.selection.ids.length === 1,
      execute: async args => {
        const run = text(args.run) ?? tracker.runs.selection.ids[0];
        const path = pathOf(tracker, args);
        const request = { what: 'snapshot', format: 'ipynb' } as const;
        try {
          await pages.show(`jt-snapshot-${run}`, async () => {
            const { SnapshotPage } = await import('../snapshot/widget');
            const snapshot = await tracker.service.snapshot(path, run);
            const onSave = () =>
              void saveOfRun(tracker, commands, { path, run, request });
            const about = { snapshot, run, path, factory, trans, onSave };
            const page = new SnapshotPage(about);
            const isReadOnly = !tracker.rights.of(path).write;
            page.toggleClass('jt-mod-readOnly', isReadOnly);
            return page;
          });
        } catch (error) {
          onFault(error);
        }
      }
    });
    palette?.addItem({ command, category: CATEGORY });
    if (restorer) {
      pages.restore(restorer, command, ({ run, path }) => ({ run, path }));
    }
  }
};
