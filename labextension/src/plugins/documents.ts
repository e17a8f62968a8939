import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import { chosenRuns } from '../commands';
import type { ComparePanel } from '../compare/widget';
import { runsIcon } from '../icons';
import { Folds } from '../models/folds';
import type { RunPage } from '../runpage/widget';
import { CATEGORY, CommandIDs, EXTENSION, IRunTracker } from '../tokens';
import { COMPARED_RUNS, ONE_RUN } from './arguments';
import { Place } from './place';
import { onFault, pathOf, saveOfRun, text } from './ways';

/** So many runs can stand beside each other. */
const MOST_COMPARED = 20;

/** What opens in the main area: the comparison of runs and the page of one run. */
export const documents: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-tracker:documents',
  description: 'Opens comparisons and run pages in the main area.',
  autoStart: true,
  requires: [IRunTracker, IRenderMimeRegistry],
  optional: [
    ITranslator,
    ILayoutRestorer,
    ICommandPalette,
    IStateDB,
    ILabShell
  ],
  activate: (
    app: JupyterFrontEnd,
    tracker: IRunTracker,
    rendermime: IRenderMimeRegistry,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    state: IStateDB | null,
    labShell: ILabShell | null
  ): void => {
    const { commands } = app;
    const trans = (translator ?? nullTranslator).load(EXTENSION);
    const folds = new Folds(state);
    // Notebook 7 has room for one document in its main area
    const area = labShell ? 'main' : 'right';
    const comparisons = new Place<ComparePanel>(
      app,
      'jupyter-tracker-compare',
      area
    );
    const pages = new Place<RunPage>(app, 'jupyter-tracker-run', area);
    const ways = (path: string) => Private.ways(commands, path);

    commands.addCommand(CommandIDs.compareRuns, {
      label: trans.__('Compare Runs'),
      caption: trans.__('Show the selected runs beside each other'),
      icon: runsIcon,
      describedBy: { args: COMPARED_RUNS },
      isEnabled: args => chosenRuns(tracker, args).length > 1,
      execute: async args => {
        const chosen = chosenRuns(tracker, args);
        const runs = chosen.slice(0, MOST_COMPARED);
        const path = pathOf(tracker, args);
        if (chosen.length > runs.length) {
          Notification.info(
            trans.__(
              'The first %1 of %2 runs are compared: no more can stand beside each other.',
              runs.length,
              chosen.length
            ),
            { autoClose: 8000 }
          );
        }
        if (runs.length > 1) {
          const section = text(args.section);
          if (section) {
            folds.set(section, true);
          }
          const panel = await comparisons.show(
            `jt-compare-${runs.join('-')}`,
            async () => {
              const { CompareModel } = await import('../compare/model');
              const { ComparePanel } = await import('../compare/widget');
              const baseline = text(args.baseline);
              const about = { tracker, path, runs, folds, baseline };
              const model = new CompareModel(about);
              const shown = { model, trans, rendermime, ...ways(path) };
              const panel = new ComparePanel(shown);
              model.arranged.connect(() => comparisons.keep(panel));
              return panel;
            }
          );
          if (section) {
            panel?.reveal(section);
          }
        }
      }
    });
    commands.addCommand(CommandIDs.openRun, {
      // in a menu of several runs each is called by its name
      label: args => text(args.label) ?? trans.__('Open Run'),
      caption: trans.__('Show all there is about a run'),
      icon: runsIcon,
      describedBy: { args: ONE_RUN },
      isEnabled: args =>
        typeof args.run === 'string' || tracker.runs.selection.ids.length === 1,
      execute: async args => {
        const id = text(args.run) ?? tracker.runs.selection.ids[0];
        const path = pathOf(tracker, args);
        await pages.show(`jt-run-page-${id}`, async () => {
          const { RunPageModel } = await import('../runpage/model');
          const { RunPage } = await import('../runpage/widget');
          const model = new RunPageModel({ tracker, path, id, onFault });
          const tab = typeof args.tab === 'number' ? args.tab : 0;
          const about = { model, trans, rendermime, tab, onFault };
          const page = new RunPage({
            ...about,
            ...ways(path),
            onSnapshot: () =>
              void commands.execute(CommandIDs.openSnapshot, { run: id, path }),
            onSave: request =>
              void saveOfRun(tracker, commands, { path, run: id, request })
          });
          page.tabChanged.connect(() => pages.keep(page));
          return page;
        });
      }
    });
    for (const command of [CommandIDs.compareRuns, CommandIDs.openRun]) {
      palette?.addItem({ command, category: CATEGORY });
    }
    if (restorer) {
      comparisons.restore(
        restorer,
        CommandIDs.compareRuns,
        ({ model: { runs, path, baseline } }) => ({
          runs: [...runs],
          path,
          baseline
        })
      );
      pages.restore(restorer, CommandIDs.openRun, ({ model, tab }) => ({
        run: model.id,
        path: model.path,
        tab
      }));
    }
  }
};

namespace Private {
  /** Where one gets from a comparison or a run page: to a run, a comparison, a report. */
  export function ways(commands: CommandRegistry, path: string) {
    return {
      onOpen: (run: string) =>
        void commands.execute(CommandIDs.openRun, { run, path }),
      onCompare: (runs: string[], section?: string) =>
        void commands.execute(CommandIDs.compareRuns, {
          runs,
          path,
          ...(section ? { section, baseline: runs[0] } : {})
        }),
      onReport: (runs: string[]) =>
        void commands.execute(CommandIDs.makeReport, { runs, path })
    };
  }
}
