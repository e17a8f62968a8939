import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  ICommandPalette,
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
      describedBy: { args: SOME_RUNS },
      isEnabled: args => Private.compared(tracker, args).length > 1,
      execute: async args => {
        const runs = Private.compared(tracker, args);
        const path = Private.pathOf(tracker, args);
        if (runs.length > 1) {
          await comparisons.show(`jt-compare-${runs.join('-')}`, async () => {
            const { CompareModel } = await import('../compare/model');
            const { ComparePanel } = await import('../compare/widget');
            const baseline = Private.text(args.baseline);
            const about = { tracker, path, runs, folds, baseline };
            const model = new CompareModel(about);
            const panel = new ComparePanel({ model, trans, ...ways(path) });
            model.arranged.connect(() => comparisons.keep(panel));
            return panel;
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
        const id = Private.text(args.run) ?? tracker.runs.selection.ids[0];
        const path = Private.pathOf(tracker, args);
        await pages.show(`jt-run-page-${id}`, async () => {
          const { RunPageModel } = await import('../runpage/model');
          const { RunPage } = await import('../runpage/widget');
          const { onFault } = Private;
          const model = new RunPageModel({ tracker, path, id, onFault });
          const tab = typeof args.tab === 'number' ? args.tab : 0;
          const about = { model, trans, rendermime, tab, ...ways(path) };
          const page = new RunPage(about);
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

/** The tabs of one kind in the main area: each opened once, brought back after a reload. */
class Place<T extends Widget> {
  constructor(
    private readonly _app: JupyterFrontEnd,
    namespace: string,
    private readonly _area: string
  ) {
    this._tabs = new WidgetTracker({ namespace });
  }

  /** Show the tab with this id; make it if it is not there. */
  async show(id: string, make: () => Promise<T>): Promise<void> {
    const { shell } = this._app;
    if (!this._find(id)) {
      const content = await make();
      if (this._find(id)) {
        content.dispose(); // asked for twice while it was being made
      } else {
        const widget = new MainAreaWidget<T>({ content });
        widget.id = id;
        widget.addClass('jt-Main');
        widget.toolbar.hide(); // there is nothing on it
        void this._tabs.add(widget);
        shell.add(widget, this._area, { type: 'Runs' });
      }
    }
    shell.activateById(id);
  }

  /** Write down what is arranged in a tab, for after a reload. */
  keep(content: T): void {
    const widget = this._tabs.find(other => other.content === content);
    if (widget) {
      void this._tabs.save(widget);
    }
  }

  /** Bring back after a reload what is open now, by a command and what `args` says of each tab. */
  restore(
    restorer: ILayoutRestorer,
    command: string,
    args: (content: T) => ReadonlyPartialJSONObject
  ): void {
    void restorer.restore(this._tabs, {
      command,
      name: ({ id }) => id,
      args: ({ content }) => args(content)
    });
  }

  private _find(id: string): MainAreaWidget<T> | undefined {
    return this._tabs.find(other => other.id === id);
  }

  private readonly _tabs: WidgetTracker<MainAreaWidget<T>>;
}

namespace Private {
  /** An argument that is a text, else nothing. */
  export function text(argument: unknown): string | undefined {
    return typeof argument === 'string' && argument ? argument : undefined;
  }

  /** Say what went wrong. */
  export function onFault(error: unknown): void {
    Notification.error((error as Error).message, { autoClose: 8000 });
  }

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
