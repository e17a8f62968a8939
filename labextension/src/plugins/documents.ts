import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  ICommandPalette,
  IThemeManager,
  MainAreaWidget,
  Notification,
  WidgetTracker
} from '@jupyterlab/apputils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Widget } from '@lumino/widgets';

import { chosenRuns } from '../commands';
import type { ComparePanel } from '../compare/widget';
import { runsIcon } from '../icons';
import { Folds } from '../models/folds';
import type { RunPage } from '../runpage/widget';
import { CATEGORY, CommandIDs, EXTENSION, IRunTracker } from '../tokens';
import { ONE_RUN, SOME_RUNS } from './arguments';

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
    IThemeManager,
    IStateDB
  ],
  activate: (
    app: JupyterFrontEnd,
    tracker: IRunTracker,
    rendermime: IRenderMimeRegistry,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    themes: IThemeManager | null,
    state: IStateDB | null
  ): void => {
    const { commands, shell } = app;
    const trans = (translator ?? nullTranslator).load(EXTENSION);
    const comparisons = new WidgetTracker<MainAreaWidget<ComparePanel>>({
      namespace: 'jupyter-tracker-compare'
    });
    const pages = new WidgetTracker<MainAreaWidget<RunPage>>({
      namespace: 'jupyter-tracker-run'
    });
    const folds = new Folds(state);
    const onFault = (error: unknown) =>
      void Notification.error((error as Error).message, { autoClose: 8000 });

    const show = async <T extends Widget>(
      place: WidgetTracker<MainAreaWidget<T>>,
      id: string,
      make: () => Promise<T>
    ) => {
      const isOpen = () => place.find(other => other.id === id) !== undefined;
      if (!isOpen()) {
        const content = await make();
        if (isOpen()) {
          content.dispose(); // asked for twice while it was being made
        } else {
          const widget = new MainAreaWidget<T>({ content });
          widget.id = id;
          widget.addClass('jt-Main');
          widget.toolbar.hide(); // there is nothing on it
          void place.add(widget);
          shell.add(widget, 'main', { type: 'Runs' });
        }
      }
      shell.activateById(id);
    };

    commands.addCommand(CommandIDs.compareRuns, {
      label: trans.__('Compare Runs'),
      caption: trans.__('Show the selected runs beside each other'),
      icon: runsIcon,
      describedBy: { args: SOME_RUNS },
      isEnabled: args => Private.compared(tracker, args).length > 1,
      execute: async args => {
        const runs = Private.compared(tracker, args);
        if (runs.length > 1) {
          const path = Private.pathOf(tracker, args);
          await show(comparisons, `jt-compare-${runs.join('-')}`, async () => {
            const { CompareModel } = await import('../compare/model');
            const { ComparePanel } = await import('../compare/widget');
            const model = new CompareModel({ tracker, path, runs, folds });
            return new ComparePanel({
              model,
              trans,
              ...Private.ways(commands, path)
            });
          });
        }
      }
    });
    commands.addCommand(CommandIDs.openRun, {
      label: trans.__('Open Run'),
      caption: trans.__('Show all there is about a run'),
      icon: runsIcon,
      describedBy: { args: ONE_RUN },
      isEnabled: args =>
        typeof args.run === 'string' || tracker.runs.selection.ids.length === 1,
      execute: async args => {
        const id = (args.run as string) ?? tracker.runs.selection.ids[0];
        const path = Private.pathOf(tracker, args);
        await show(pages, `jt-run-page-${id}`, async () => {
          const { RunPageModel } = await import('../runpage/model');
          const { RunPage } = await import('../runpage/widget');
          const model = new RunPageModel({ tracker, path, id, onFault });
          const page = new RunPage({
            model,
            trans,
            rendermime,
            tab: typeof args.tab === 'number' ? args.tab : undefined,
            ...Private.ways(commands, path)
          });
          page.tabChanged.connect(() => {
            const widget = pages.find(({ content }) => content === page);
            if (widget) {
              void pages.save(widget);
            }
          });
          return page;
        });
      }
    });
    for (const command of [CommandIDs.compareRuns, CommandIDs.openRun]) {
      palette?.addItem({ command, category: CATEGORY });
    }
    themes?.themeChanged.connect(() => {
      comparisons.forEach(widget => widget.content.retheme());
      pages.forEach(widget => widget.content.retheme());
    });
    if (restorer) {
      void restorer.restore(comparisons, {
        command: CommandIDs.compareRuns,
        name: ({ content }) => content.model.runs.join(' '),
        args: ({ content }) => ({
          runs: [...content.model.runs],
          path: content.model.path
        })
      });
      void restorer.restore(pages, {
        command: CommandIDs.openRun,
        name: ({ content }) => content.model.id,
        args: ({ content }) => ({
          run: content.model.id,
          path: content.model.path,
          tab: content.tab
        })
      });
    }
  }
};

namespace Private {
  /** Where one gets from a comparison or a run page: to a run, a comparison, a report. */
  export function ways(commands: CommandRegistry, path: string) {
    return {
      onOpen: (run: string) =>
        void commands.execute(CommandIDs.openRun, { run, path }),
      onCompare: (runs: string[]) =>
        void commands.execute(CommandIDs.compareRuns, { runs, path }),
      onReport: (runs: string[]) =>
        void commands.execute(CommandIDs.makeReport, { runs })
    };
  }

  /** The runs to compare: at most as many as can stand beside each other. */
  export function compared(
    tracker: IRunTracker,
    args: ReadonlyPartialJSONObject
  ): string[] {
    return chosenRuns(tracker, args).slice(0, MOST_COMPARED);
  }

  /** The notebook whose store is meant: the one given (after a reload), else the active one. */
  export function pathOf(
    tracker: IRunTracker,
    args: ReadonlyPartialJSONObject
  ): string {
    return typeof args.path === 'string' ? args.path : tracker.context.path;
  }
}
