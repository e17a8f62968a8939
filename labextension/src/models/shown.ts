import type { RunItem } from '../rest';

const MOST_SHOWN = 20;

/** Which runs have their curves shown: the newest ones by themselves, others by hand. */
export class ShownRuns {
  /** The ids of the runs shown, newest first. */
  get ids(): readonly string[] {
    return this._ids;
  }

  /** The runs that were hidden by hand. */
  get hidden(): readonly string[] {
    return [...this._hidden];
  }
  set hidden(ids: readonly string[]) {
    this._hidden = new Set(ids);
  }

  /** How many of the newest runs are shown by themselves. */
  atFirst = 5;

  /** Show or hide a run by hand. */
  toggle(id: string): void {
    if (this._ids.includes(id)) {
      this._hidden.add(id);
      this._extra.delete(id);
    } else {
      this._hidden.delete(id);
      this._extra.add(id);
    }
  }

  /** Choose anew from the runs that are there. */
  choose(there: readonly RunItem[]): void {
    const first = there
      .filter(run => run.series.length && !this._hidden.has(run.id))
      .slice(0, this.atFirst)
      .map(run => run.id);
    const extra = [...this._extra].filter(id => !first.includes(id));
    this._ids = [...first, ...extra].slice(0, MOST_SHOWN);
  }

  /** Forget what was shown by hand: other runs are listed now. */
  clear(): void {
    this._extra.clear();
  }

  private _ids: readonly string[] = [];
  private _hidden = new Set<string>();
  private readonly _extra = new Set<string>();
}
