import type { Group } from '../rest';
import type { IListLine, TableList } from './list';

/** A group of runs; its rows are there once it was opened. */
export interface IOpenGroup {
  group: Group;
  list: TableList | null;
}

/** What stands in one line of the table. */
export type TableLine =
  | ({ kind: 'run'; list: TableList; group: IOpenGroup | null } & IListLine)
  | { kind: 'group'; group: IOpenGroup; at: number };

/** The lines of a table: those of one list, or groups with the lists of those that are open. */
export class TableLines {
  constructor(
    /** The rows where there are no groups. */
    readonly list: TableList,
    /** Null where runs are not grouped. */
    readonly groups: readonly IOpenGroup[] | null,
    /** How many groups and runs there are, those that are not told too. */
    readonly all: { groups: number; runs: number } | null = null
  ) {}

  /** How many lines there are. */
  get total(): number {
    if (!this.groups) {
      return this.list.lines;
    }
    const starts = this._starts();
    return starts[starts.length - 1];
  }

  /** The line at an index. */
  at(index: number): TableLine {
    if (!this.groups) {
      return {
        kind: 'run',
        list: this.list,
        group: null,
        ...this.list.line(index)
      };
    }
    const starts = this._starts();
    let [low, high] = [0, this.groups.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (starts[middle] <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    const group = this.groups[low];
    const inside = index - starts[low] - 1;
    return inside < 0 || !group.list
      ? { kind: 'group', group, at: low }
      : { kind: 'run', list: group.list, group, ...group.list.line(inside) };
  }

  /** All lists that are there. */
  get lists(): TableList[] {
    return this.groups
      ? this.groups.flatMap(({ list }) => (list ? [list] : []))
      : [this.list];
  }

  /** Where each group begins, and where the last one ends. */
  private _starts(): readonly number[] {
    const lines = (this.groups ?? []).map(({ list }) => list?.lines ?? 0);
    const print = lines.join();
    if (print !== this._print) {
      let sum = 0;
      this._print = print;
      this._known = [0, ...lines.map(below => (sum += 1 + below))];
    }
    return this._known;
  }

  private _print: string | null = null;
  private _known: readonly number[] = [0];
}
