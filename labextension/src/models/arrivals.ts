import type { RunItem } from '../rest';
import { PAGE, type PagedRuns } from './page';

/** Lets new runs into a list; while somebody reads in it they wait above. */
export class Arrivals {
  constructor(private readonly _list: PagedRuns) {}

  /** How many new runs wait. */
  get waiting(): number {
    return this._waiting;
  }

  /** Take the next answer as it is: nobody reads what was listed before. */
  forget(): void {
    this._waiting = 0;
    this._newest = null;
  }

  /** Take what the server answered for a page. */
  take(page: number, runs: RunItem[], total: number, isHeld: boolean): void {
    const list = this._list;
    if (page === 0 && isHeld && this._newest !== null && list.total) {
      const fresh = runs.findIndex(run => run.id === this._newest);
      if (fresh > 0) {
        // rows already there are renewed where they stand
        this._waiting = fresh;
        this._renew(runs);
        return;
      }
    }
    this._waiting = 0;
    this._newest = page === 0 ? (runs[0]?.id ?? null) : this._newest;
    list.set(page, runs, total);
  }

  private _renew(runs: RunItem[]): void {
    const byId = new Map(runs.map(run => [run.id, run]));
    const first = this._list.loaded.slice(0, PAGE);
    this._list.set(
      0,
      first.map(run => byId.get(run.id) ?? run),
      this._list.total
    );
  }

  private _waiting = 0;
  private _newest: string | null = null;
}
