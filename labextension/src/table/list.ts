import { Paged, PAGE } from '../models/page';
import type { Fold, TablePage, TableRow, Value } from '../rest';

/** A row of the table: a run with its values by column. */
export interface IRow extends Omit<TableRow, 'values'> {
  values: ReadonlyMap<string, Value>;
}

/** The rows of an answer, each with its values by their columns. */
export function rowsOf(answer: TablePage, columns: readonly string[]): IRow[] {
  return answer.rows.map(row => ({
    ...row,
    values: new Map(columns.map((column, place) => [column, row.values[place]]))
  }));
}

/** What stands in one line of a list. */
export interface IListLine {
  row: IRow | null;
  place: number;
  /** Whether it stands under another row, and as what. */
  under: null | 'same' | 'failed';
}

/** The rows that one question gives, with the runs folded under those that are open. */
export class TableList extends Paged<IRow> {
  /** How many runs there are, folded ones too. */
  runs = 0;

  /** Whether the first answer is there. */
  isThere = false;

  /** Take a page. */
  take(page: number, answer: TablePage, columns: readonly string[]): void {
    this.isThere = true;
    this.runs = answer.runs;
    this.set(page, rowsOf(answer, columns), answer.total);
  }

  /** Put newer rows in the place of those that are there, each where it stands. */
  renew(rows: readonly IRow[]): void {
    const byId = new Map(rows.map(row => [row.id, row]));
    for (const page of this.pages) {
      const there = this.onPage(page);
      if (there.some(row => byId.has(row.id))) {
        const renewed = there.map(row => {
          const newer = byId.get(row.id);
          return newer ? { ...newer, fold: row.fold } : row;
        });
        this.set(page, renewed, this.total);
      }
    }
    for (const [id, under] of this._open) {
      this._open.set(
        id,
        under.map(row => byId.get(row.id) ?? row)
      );
    }
  }

  /** Forget the pages farthest from this one where there are more than `most`. */
  keepAround(page: number, most: number): void {
    if (this.pages.length > most) {
      const near = this.pages.sort(
        (a, b) => Math.abs(a - page) - Math.abs(b - page)
      );
      const held = this.open.map(id => Math.floor(this.placeOf(id) / PAGE));
      this.keepOnly([...near.slice(0, most / 2), ...held]);
    }
  }

  /** The rows that are unfolded. */
  get open(): readonly string[] {
    return [...this._open.keys()];
  }

  /** Show these runs under a row; null folds it. */
  unfold(id: string, under: readonly IRow[] | null): void {
    if (under) {
      this._open.set(id, under);
    } else {
      this._open.delete(id);
    }
  }

  isOpen(id: string): boolean {
    return this._open.has(id);
  }

  /** How many lines there are. */
  get lines(): number {
    return this._unfolded().reduce(
      (sum, { under }) => sum + under.length,
      this.total
    );
  }

  /** The line at an index. */
  line(index: number): IListLine {
    let before = 0;
    for (const { place, fold, under } of this._unfolded()) {
      const at = index - before - place - 1;
      if (at < 0) {
        break;
      }
      if (at < under.length) {
        const row = under[at];
        const isFailed = fold?.failed.includes(row.id) ?? false;
        return { row, place, under: isFailed ? 'failed' : 'same' };
      }
      before += under.length;
    }
    const place = index - before;
    return { row: this.at(place), place, under: null };
  }

  private _unfolded(): {
    place: number;
    fold: Fold | null;
    under: readonly IRow[];
  }[] {
    if (!this._open.size) {
      return [];
    }
    return [...this._open]
      .map(([id, under]) => {
        const place = this.placeOf(id);
        return { place, fold: this.at(place)?.fold ?? null, under };
      })
      .filter(({ place }) => place >= 0)
      .sort((a, b) => a.place - b.place);
  }

  private readonly _open = new Map<string, readonly IRow[]>();
}

/** The pages that lines from `first` to `last` lie on. */
export function pagesBetween(first: number, last: number): number[] {
  const pages = [];
  const from = Math.floor(Math.max(0, first) / PAGE);
  for (let page = from; page <= Math.floor(last / PAGE); page += 1) {
    pages.push(page);
  }
  return pages;
}
