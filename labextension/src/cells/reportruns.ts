import type { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import { runsIcon } from '../icons';
import { CommandIDs } from '../tokens';
import { CellCommandIDs, MARK } from './ids';

const MOST_COMPARED = 20;
/** What we call reports; one of another name is known once it is open. */
const NAMED = /report[^/]*\.ipynb$/i;

/** What the command that leads from a report to its runs works with. */
export interface IReportOptions {
  commands: CommandRegistry;
  contents: Contents.IManager;
  notebooks: INotebookTracker;
  browsers: IFileBrowserFactory | null;
  trans: TranslationBundle;
}

/** Add the command that opens the runs of a report: of the file chosen in the file browser, else of the notebook in front. */
export function addReportCommand(options: IReportOptions): void {
  const { commands, notebooks, browsers, contents, trans } = options;
  const inFront = () =>
    runsOf(notebooks.currentWidget?.content.model?.metadata);
  const chosen = (): string | undefined => {
    const browser = browsers?.tracker.currentWidget;
    const item = browser?.isVisible
      ? browser.selectedItems().next().value
      : undefined;
    return item && NAMED.test(item.path) ? item.path : undefined;
  };
  commands.addCommand(CellCommandIDs.showReportRuns, {
    label: trans.__('Show the Runs of This Report'),
    caption: trans.__('Open the run that a report is about, or compare them'),
    icon: runsIcon,
    describedBy: {
      args: {
        type: 'object',
        properties: {
          path: {
            type: 'string',
            description: 'A report; without it, the one that is chosen.'
          }
        }
      }
    },
    isVisible: () => Boolean(chosen() ?? inFront().length),
    execute: async args => {
      const path = typeof args.path === 'string' ? args.path : chosen();
      const runs = path
        ? runsOf((await contents.get(path)).content?.metadata)
        : inFront();
      const about = path ?? notebooks.currentWidget?.context.path ?? '';
      if (!runs.length) {
        throw new Error(
          trans.__('%1 does not say which runs it is about.', about)
        );
      }
      const [run] = runs;
      return runs.length === 1
        ? commands.execute(CommandIDs.openRun, { run, path: about })
        : commands.execute(CommandIDs.compareRuns, {
            runs: runs.slice(0, MOST_COMPARED),
            path: about
          });
    }
  });
}

/** The ids of the runs that a notebook is a report on. */
export function runsOf(metadata: unknown): string[] {
  const said = (metadata as Record<string, unknown> | undefined)?.[MARK];
  const runs = (said as { runs?: unknown } | undefined)?.runs;
  return Array.isArray(runs)
    ? runs.filter((run): run is string => typeof run === 'string')
    : [];
}
