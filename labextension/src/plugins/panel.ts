import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { addRunCommands } from '../commands';
import { runsIcon } from '../icons';
import { FIRST_CHOICE, renewed, type Preferred } from '../models/choice';
import { RunsPanel } from '../panels/runspanel';
import { keepSections } from '../panels/sections';
import { CATEGORY, CommandIDs, EXTENSION, IRunTracker } from '../tokens';
import { NO_ARGUMENTS } from './arguments';

const RANK = 590;

/** The *Runs* panel in the left sidebar, and the commands on runs. */
export const panel: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-tracker:panel',
  description: 'Shows the runs of the active notebook in the sidebar.',
  autoStart: true,
  requires: [IRunTracker],
  optional: [
    ITranslator,
    ILayoutRestorer,
    ICommandPalette,
    ISettingRegistry,
    IStateDB
  ],
  activate: (
    app: JupyterFrontEnd,
    tracker: IRunTracker,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    settings: ISettingRegistry | null,
    state: IStateDB | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(EXTENSION);
    const { commands, shell } = app;
    const onFault = (error: unknown) =>
      void Notification.error((error as Error).message, { autoClose: 8000 });
    addRunCommands({ app, tracker, trans, palette, onFault });
    const widget = new RunsPanel({
      model: tracker.runs,
      context: tracker.context,
      commands,
      trans,
      translator: translator ?? undefined,
      onFault
    });
    widget.title.icon = runsIcon;
    widget.title.caption = trans.__('Runs');
    commands.addCommand(CommandIDs.showRuns, {
      label: args =>
        args.isLauncher ? trans.__('Runs') : trans.__('Show Runs'),
      caption: trans.__('Show the runs of the active notebook'),
      icon: runsIcon,
      describedBy: { args: NO_ARGUMENTS },
      execute: () => {
        shell.activateById(widget.id);
      }
    });
    palette?.addItem({ command: CommandIDs.showRuns, category: CATEGORY });
    restorer?.add(widget, widget.id);
    shell.add(widget, 'left', { rank: RANK, type: 'Runs' });
    if (state) {
      void app.restored.then(() => keepSections(widget.sections, state));
    }
    if (settings) {
      void Private.follow(settings, widget, tracker);
    }
  }
};

namespace Private {
  /** What is listed, and how, where nobody chose: as settings say it. */
  export function preferred(scope: string, order: string): Preferred {
    const [sort, direction] = order.split(' ');
    return { scope, sort, order: direction === 'asc' ? 'asc' : 'desc' };
  }

  /** Take the settings, now and whenever they change. */
  export async function follow(
    registry: ISettingRegistry,
    widget: RunsPanel,
    tracker: IRunTracker
  ): Promise<void> {
    const settings = await registry.load('jupyter-tracker:panel');
    const { runs } = tracker;
    let before: Preferred = FIRST_CHOICE;
    const take = () => {
      widget.smoothing = settings.composite.smoothing as number;
      runs.shownAtFirst = settings.composite.shownAtFirst as number;
      const now = preferred(
        settings.composite.scope as string,
        settings.composite.order as string
      );
      const choice = renewed(runs.choice, before, now);
      before = now;
      if (choice !== runs.choice) {
        runs.arrange(choice, runs.hidden);
        if (runs.isActive) {
          void runs.refresh();
        }
      }
    };
    settings.changed.connect(take);
    take();
  }
}
