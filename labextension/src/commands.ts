import type { JupyterFrontEnd } from '@jupyterlab/application';
import {
  Dialog,
  InputDialog,
  Notification,
  showDialog,
  type ICommandPalette
} from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { infoIcon, notebookIcon, refreshIcon } from '@jupyterlab/ui-components';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { runsIcon } from './icons';
import { statusBody } from './items/status';
import { addNameCommands } from './namecommands';
import { NO_ARGUMENTS, SOME_RUNS } from './plugins/arguments';
import { pathOf } from './plugins/ways';
import type { RunEdit } from './rest';
import { CATEGORY, CommandIDs, type IRunTracker } from './tokens';

/** What the commands on runs work with. */
export interface IRunCommandOptions {
  app: JupyterFrontEnd;
  tracker: IRunTracker;
  trans: TranslationBundle;
  palette: ICommandPalette | null;
  onFault: (error: unknown) => void;
}

/** Add the commands on runs and on the names captured in them, and put those that make sense there into the palette. */
export function addRunCommands(options: IRunCommandOptions): void {
  const work = new RunCommands(options);
  work.addForRuns();
  work.addForStore();
  addNameCommands(options);
}

/** The ids given as arguments, else those selected in the panel. */
export function chosenRuns(
  tracker: IRunTracker,
  args: ReadonlyPartialJSONObject
): string[] {
  const given = args.runs;
  return Array.isArray(given)
    ? given.filter((id): id is string => typeof id === 'string')
    : [...tracker.runs.selection.ids];
}

class RunCommands {
  constructor(private readonly _options: IRunCommandOptions) {}

  addForRuns(): void {
    const { trans } = this._options;
    this._add(
      CommandIDs.renameRun,
      trans.__('Rename…'),
      trans.__('Give the run another name'),
      async ([id]) => {
        const old = this._name(id);
        const { value } = await InputDialog.getText({
          title: trans.__('Rename run'),
          label: trans.__('Name'),
          text: old,
          okLabel: trans.__('Rename')
        });
        if (value?.trim() && value !== old) {
          await this._edit([id], { set: { name: value.trim() } });
        }
      },
      { most: 1 }
    );
    this._add(
      CommandIDs.noteRun,
      trans.__('Edit Note…'),
      trans.__('Write down what a person should know about the run'),
      async ([id]) => {
        const { value } = await InputDialog.getText({
          title: trans.__('Note on %1', this._name(id)),
          label: trans.__('Note'),
          text: this._run(id)?.note ?? '',
          okLabel: trans.__('Save')
        });
        if (value !== null) {
          await this._edit([id], { set: { note: value } });
        }
      },
      { most: 1 }
    );
    this._add(
      CommandIDs.tagRuns,
      trans.__('Tag…'),
      trans.__('Put a tag on the runs, or take one off with a minus before it'),
      async ids => {
        const { value } = await InputDialog.getText({
          title: trans._n('Tag %1 run', 'Tag %1 runs', ids.length),
          label: trans.__('tag, tag=text, or -tag to take it off'),
          okLabel: trans.__('Tag')
        });
        const text = value?.trim();
        if (text) {
          await this._edit(ids, { tags: parseTag(text) });
        }
      }
    );
    this._add(
      CommandIDs.starRuns,
      trans.__('Star or Unstar'),
      trans.__('Mark the runs with a star'),
      ids => {
        const star = !ids.every(id => this._run(id)?.star);
        return this._edit(ids, { set: { star } });
      }
    );
    this._add(
      CommandIDs.archiveRuns,
      trans.__('Archive or Bring Back'),
      trans.__('Hide the runs everywhere but among the archived ones'),
      ids => {
        const archived = !ids.every(id => this._run(id)?.archived);
        return this._edit(ids, { set: { archived } });
      },
      { isVisible: () => !this._isTrash }
    );
    this._add(
      CommandIDs.setBaseline,
      trans.__('Set or Unset as Baseline'),
      trans.__('Compare other runs with this one'),
      ([id]) =>
        this._edit([id], { set: { baseline: !this._run(id)?.baseline } }),
      { most: 1 }
    );
    this._add(
      CommandIDs.deleteRuns,
      trans.__('Delete…'),
      trans.__('Move the runs to the trash, from where they can be put back'),
      ids => this._delete(ids),
      { isVisible: () => !this._isTrash }
    );
    this._add(
      CommandIDs.restoreRuns,
      trans.__('Put Back'),
      trans.__('Take the runs out of the trash'),
      ids => this._each(ids, id => this._service.restore(this._path, id)),
      { isVisible: () => this._isTrash }
    );
  }

  addForStore(): void {
    const { app, tracker, trans, palette } = this._options;
    const { commands } = app;
    commands.addCommand(CommandIDs.makeReport, {
      label: trans.__('Make Report…'),
      caption: trans.__(
        'Write a report on the selected runs, or on all that are listed'
      ),
      icon: runsIcon,
      isVisible: () => this._mayWrite,
      isEnabled: () => this._mayWrite,
      describedBy: { args: SOME_RUNS },
      execute: args =>
        this._guard(
          this._report(chosenRuns(tracker, args), pathOf(tracker, args))
        )
    });
    commands.addCommand(CommandIDs.refreshRuns, {
      label: trans.__('Refresh Runs'),
      caption: trans.__('Ask the server for the runs again'),
      icon: refreshIcon,
      describedBy: { args: NO_ARGUMENTS },
      execute: () => tracker.runs.refresh()
    });
    commands.addCommand(CommandIDs.showStatus, {
      label: trans.__('About This Store'),
      caption: trans.__(
        'Where the runs are, which versions there are, and what is wrong'
      ),
      icon: infoIcon,
      describedBy: { args: NO_ARGUMENTS },
      execute: () =>
        this._guard(
          this._service.status(this._path).then(status =>
            showDialog({
              title: trans.__('About this store'),
              body: statusBody(status, trans),
              buttons: [Dialog.okButton({ label: trans.__('Close') })]
            })
          )
        )
    });
    commands.addCommand(CommandIDs.openQuickstart, {
      label: trans.__('Open the Quickstart'),
      caption: trans.__(
        'A notebook that trains three models and compares them'
      ),
      icon: notebookIcon,
      describedBy: { args: NO_ARGUMENTS },
      execute: () => this._guard(this._quickstart())
    });
    for (const command of [
      CommandIDs.makeReport,
      CommandIDs.refreshRuns,
      CommandIDs.showStatus,
      CommandIDs.openQuickstart
    ]) {
      palette?.addItem({ command, category: CATEGORY });
    }
  }

  private get _service() {
    return this._options.tracker.service;
  }

  private get _path(): string {
    return this._options.tracker.context.path;
  }

  private get _mayWrite(): boolean {
    return this._options.tracker.rights.of(this._path).write;
  }

  private get _isTrash(): boolean {
    return this._options.tracker.runs.choice.scope === 'trash';
  }

  /** Add a command on one run (`most` 1) or on several. */
  private _add(
    id: string,
    label: string,
    caption: string,
    execute: (ids: string[]) => Promise<unknown>,
    only: { most?: number; isVisible?: () => boolean } = {}
  ): void {
    const { app, tracker } = this._options;
    app.commands.addCommand(id, {
      label,
      caption,
      describedBy: { args: SOME_RUNS },
      isVisible: () => this._mayWrite && (only.isVisible?.() ?? true),
      isEnabled: args => {
        const { length } = chosenRuns(tracker, args);
        return (
          this._mayWrite && length > 0 && length <= (only.most ?? Infinity)
        );
      },
      execute: args => this._guard(execute(chosenRuns(tracker, args)))
    });
  }

  private async _guard(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this._options.onFault(error);
    }
  }

  private _run(id: string) {
    return this._options.tracker.runs.list.find(id);
  }

  private _name(id: string): string {
    return this._run(id)?.name ?? id;
  }

  private _edit(ids: string[], edit: RunEdit): Promise<void> {
    return this._each(ids, id => this._service.edit(this._path, id, edit));
  }

  private async _each(
    ids: string[],
    work: (id: string) => Promise<unknown>
  ): Promise<void> {
    for (const id of ids) {
      await work(id);
    }
    await this._options.tracker.runs.refresh();
  }

  private async _delete(ids: string[]): Promise<void> {
    const { trans, tracker } = this._options;
    const { button } = await showDialog({
      title: trans._n('Delete %1 run?', 'Delete %1 runs?', ids.length),
      body: trans.__('They go to the trash, from where they can be put back.'),
      buttons: [
        Dialog.cancelButton(),
        Dialog.warnButton({ label: trans.__('Delete') })
      ]
    });
    if (button.accept) {
      await this._each(ids, id => this._service.remove(this._path, id));
      tracker.runs.selection.clear();
    }
  }

  private async _report(ids: string[], path: string): Promise<void> {
    const { app, trans, tracker } = this._options;
    const { value } = await InputDialog.getItem({
      title: ids.length
        ? trans._n('Report on %1 run', 'Report on %1 runs', ids.length)
        : trans.__('Report on the listed runs'),
      label: trans.__('As'),
      items: ['notebook (.ipynb)', 'one HTML file (.html)'],
      okLabel: trans.__('Make report')
    });
    if (!value) {
      return;
    }
    const [first, ...others] = ids;
    const { filter } = tracker.runs.choice;
    const answer = await this._service.report(path, {
      ...(first ? { runs: [first, ...others] } : { filter }),
      format: value.includes('ipynb') ? 'ipynb' : 'html'
    });
    Notification.success(
      trans.__(
        '%1: %2 of %3 runs',
        answer.path,
        answer.shown,
        answer.chosen_from
      ),
      {
        autoClose: 10_000,
        actions: [
          {
            label: trans.__('Open'),
            callback: () =>
              void app.commands.execute('docmanager:open', {
                path: answer.path
              })
          }
        ]
      }
    );
    if (answer.path.endsWith('.ipynb')) {
      await app.commands.execute('docmanager:open', { path: answer.path });
    }
  }

  private async _quickstart(): Promise<void> {
    const { app, trans } = this._options;
    for (const path of ['quickstart.ipynb', 'notebooks/quickstart.ipynb']) {
      try {
        await app.serviceManager.contents.get(path, { content: false });
        await app.commands.execute('docmanager:open', { path });
        return;
      } catch {
        // not there: the next place
      }
    }
    throw new Error(
      trans.__(
        'There is no quickstart.ipynb below the folder that this server serves; it is in the folder notebooks of the project.'
      )
    );
  }
}

/** `tag`, `tag=text` or `-tag` as an edit. */
export function parseTag(text: string): Record<string, string | null> {
  if (text.startsWith('-')) {
    return { [text.slice(1).trim()]: null };
  }
  const at = text.indexOf('=');
  return at < 0
    ? { [text]: '' }
    : { [text.slice(0, at).trim()]: text.slice(at + 1).trim() };
}
