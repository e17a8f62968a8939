import { Dialog, InputDialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import { parseTag } from '../commands';
import type { RunEdit } from '../rest';
import { CommandIDs } from '../tokens';
import type { Grid } from './grid';
import type { TableLine } from './lines';
import type { IRow } from './list';
import type { TableModel } from './model';

/** The flags that a key or a button turns. */
export type Flag = 'star' | 'pinned' | 'archived';

const MOST_AT_ONCE = 10_000;

/** What a person does with the runs of a table. */
export class TableActions {
  constructor(private readonly _options: TableActions.IOptions) {}

  /** Show or hide the curves of a run; a group is folded or unfolded. */
  toggleShown(line: TableLine | null): void {
    if (line?.kind === 'group') {
      this.toggleFold(line);
    } else if (line?.row) {
      this._model.toggleShown(line.row.id);
    }
  }

  /** Open the page of a run; a group is folded or unfolded. */
  open(line: TableLine | null): void {
    if (line?.kind === 'group') {
      this.toggleFold(line);
    } else if (line?.row) {
      const { path } = this._model;
      void this._commands.execute(CommandIDs.openRun, {
        run: line.row.id,
        path
      });
    }
  }

  toggleFold(line: TableLine): void {
    const { rows } = this._model;
    const done =
      line.kind === 'group'
        ? rows.toggleGroup(line.group)
        : line.row && rows.toggleFold(line.list, line.row.id);
    void this._guard(Promise.resolve(done));
  }

  /** Select the run at the active cell, or all from the last one selected up to it; of a group all its runs. */
  select(grid: Grid, extend: boolean): void {
    const { line } = grid;
    const { selection, rows } = this._model;
    if (line?.kind === 'group') {
      void this._guard(rows.ids(line.group).then(ids => selection.add(ids)));
    } else if (line?.row && extend) {
      selection.extend(line.row.id, this._order());
    } else if (line?.row) {
      selection.toggle(line.row.id);
    }
  }

  /** Select, by the pointer, a run or all up to it. */
  selectAt(id: string, extend: boolean): void {
    const { selection } = this._model;
    if (extend) {
      selection.extend(id, this._order());
    } else {
      selection.toggle(id);
    }
  }

  selectAll(): Promise<void> {
    const { rows, selection } = this._model;
    return this._guard(rows.ids().then(ids => selection.add(ids)));
  }

  selectNone(): void {
    this._model.selection.clear();
  }

  compare(): void {
    this._run(CommandIDs.compareRuns);
  }

  report(): void {
    this._run(CommandIDs.makeReport);
  }

  /** Make the run the baseline, or no more. */
  toggleBaseline(line: TableLine | null): Promise<void> {
    const row = line?.kind === 'run' ? line.row : null;
    return row
      ? this.edit([row.id], { set: { baseline: !row.baseline } })
      : Promise.resolve();
  }

  /** Turn a flag of the selected runs, of the one given where none is selected: on where any lacks it. */
  toggleFlag(flag: Flag, line: TableLine | null = null): Promise<void> {
    const given = line?.kind === 'run' && line.row ? [line.row.id] : [];
    const { ids } = this._model.selection;
    const runs = ids.length ? ids : given;
    const rows = this._rows(runs);
    const on = !rows.length || rows.some(row => !row[flag]);
    return runs.length
      ? this.edit(runs, { set: { [flag]: on } })
      : Promise.resolve();
  }

  /** Ask for a tag, and put it on the selected runs or take it off. */
  async tag(): Promise<void> {
    const { trans } = this._options;
    const { ids } = this._model.selection;
    const { value } = await InputDialog.getText({
      title: trans._n('Tag %1 run', 'Tag %1 runs', ids.length),
      label: trans.__('tag, tag=text, or -tag to take it off'),
      okLabel: trans.__('Tag')
    });
    if (value?.trim()) {
      await this.edit(ids, { tags: parseTag(value.trim()) });
    }
  }

  /** Ask, and put the selected runs into the trash. */
  async remove(): Promise<void> {
    const { trans } = this._options;
    const { selection } = this._model;
    const { button } = await showDialog({
      title: trans._n(
        'Delete %1 run?',
        'Delete %1 runs?',
        selection.ids.length
      ),
      body: trans.__('They go to the trash, from where they can be put back.'),
      buttons: [
        Dialog.cancelButton(),
        Dialog.warnButton({ label: trans.__('Delete') })
      ]
    });
    if (button.accept) {
      await this._change(selection.ids, { trash: true });
      selection.clear();
    }
  }

  /** Take the selected runs out of the trash. */
  async restore(): Promise<void> {
    await this._change(this._model.selection.ids, { trash: false });
    this._model.selection.clear();
  }

  /** Change runs alike. */
  edit(runs: readonly string[], edit: RunEdit): Promise<void> {
    return this._change(runs, { edit });
  }

  private _change(
    runs: readonly string[],
    change: { edit?: RunEdit; trash?: boolean }
  ): Promise<void> {
    const { table, path, isWritable } = this._model;
    if (!isWritable) {
      return Promise.resolve(); // a key that means nothing in a store that can only be read
    }
    const work = async () => {
      for (let at = 0; at < runs.length; at += MOST_AT_ONCE) {
        await table.change(path, runs.slice(at, at + MOST_AT_ONCE), change);
      }
      await this._model.refresh();
    };
    return this._guard(work());
  }

  /** Run a command on what is selected. */
  private _run(command: string): void {
    const { selection, path } = this._model;
    void this._commands.execute(command, { runs: [...selection.ids], path });
  }

  /** The rows that are there of these runs. */
  private _rows(runs: readonly string[]): IRow[] {
    const wanted = new Set(runs);
    return this._model.rows.lines.lists
      .flatMap(list => list.loaded)
      .filter(row => wanted.has(row.id));
  }

  /** The runs that are there, in the order in which they stand. */
  private _order(): string[] {
    const { lines } = this._model.rows;
    return lines.lists.flatMap(list => list.loaded.map(row => row.id));
  }

  private async _guard(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this._model.onFault(error);
    }
  }

  private get _model(): TableModel {
    return this._options.model;
  }

  private get _commands(): CommandRegistry {
    return this._options.commands;
  }
}

/** A namespace for `TableActions` statics. */
export namespace TableActions {
  export interface IOptions {
    model: TableModel;
    commands: CommandRegistry;
    trans: TranslationBundle;
  }
}
