import type { RunItem } from '../rest';
import type { PagedRuns } from './page';
import type { IConfigurations, SearchesModel } from './searches';

/** A row of a list: a run by its place, or what stands below one that is unfolded. */
export type ListRow =
  | { kind: 'run'; run: RunItem | null; place: number }
  | { kind: 'search'; of: RunItem; there: IConfigurations }
  | { kind: 'child'; of: RunItem; run: RunItem };

/** A list of runs with the configurations of those that are unfolded, as one sequence of rows. */
export class ListRows {
  constructor(list: PagedRuns, searches: SearchesModel) {
    this._list = list;
    this._unfolded = searches.open
      .map(id => ({ place: list.placeOf(id), there: searches.of(id) }))
      .flatMap(({ place, there }) =>
        there && place >= 0 ? [{ place, there }] : []
      )
      .sort((a, b) => a.place - b.place);
  }

  /** How many rows there are. */
  get total(): number {
    return this._unfolded.reduce(
      (total, { there }) => total + 1 + there.runs.length,
      this._list.total
    );
  }

  /** The row at an index. */
  at(index: number): ListRow {
    let below = index;
    for (const { place, there } of this._unfolded) {
      if (below <= place) {
        break;
      }
      const inside = below - place - 1;
      if (inside <= there.runs.length) {
        const of = this._list.at(place) as RunItem;
        return inside === 0
          ? { kind: 'search', of, there }
          : { kind: 'child', of, run: there.runs[inside - 1] };
      }
      below -= 1 + there.runs.length;
    }
    return { kind: 'run', run: this._list.at(below), place: below };
  }

  /** The place in the list of the run at an index, or of the run that it stands below. */
  placeAt(index: number): number {
    const row = this.at(index);
    return row.kind === 'run' ? row.place : this._list.placeOf(row.of.id);
  }

  private readonly _list: PagedRuns;
  private readonly _unfolded: { place: number; there: IConfigurations }[];
}
