import { Signal, type ISignal } from '@lumino/signaling';

import { Disposable } from '../disposable';
import type { RunItem } from '../rest';
import type { IRunService } from '../service';

const MOST = 50;

/** The configurations of a search as they stand below its run. */
export interface IConfigurations {
  runs: readonly RunItem[];
  /** How many there are, whether or not they are here. */
  total: number;
  /** The column that they are sorted by, and how; empty: best first. */
  sort: string;
  order: 'asc' | 'desc';
}

const NONE: IConfigurations = { runs: [], total: 0, sort: '', order: 'desc' };

/** The searches that are unfolded in a list, with the configurations that they tried. */
export class SearchesModel extends Disposable {
  constructor(service: IRunService, path: () => string) {
    super();
    this._service = service;
    this._path = path;
  }

  /** Emitted when a search is folded or unfolded, or its configurations are there. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What stands below a run; null while it is folded. */
  of(id: string): IConfigurations | null {
    return this._open.get(id) ?? null;
  }

  /** The runs that are unfolded. */
  get open(): readonly string[] {
    return [...this._open.keys()];
  }

  /** Fold or unfold the configurations of a run. */
  toggle(id: string): void {
    if (this._open.delete(id)) {
      this._changed.emit();
    } else {
      this._open.set(id, NONE);
      void this._ask(id);
    }
  }

  /** Sort the configurations of a run by a column; without one, best first. */
  sort(id: string, sort: string, order: 'asc' | 'desc'): void {
    const there = this._open.get(id);
    if (there) {
      this._open.set(id, { ...there, sort, order });
      void this._ask(id);
    }
  }

  /** Ask anew for those of these runs that are unfolded. */
  async refresh(changed: readonly string[]): Promise<void> {
    const open = changed.filter(id => this._open.has(id));
    await Promise.all(open.map(id => this._ask(id)));
  }

  /** Fold all: other runs are listed now. */
  clear(): void {
    this._open.clear();
  }

  private async _ask(parent: string): Promise<void> {
    const { sort, order } = this._open.get(parent) ?? NONE;
    const how = sort ? { sort, order } : {};
    try {
      const { runs, total } = await this._service.runs(this._path(), {
        parent,
        limit: MOST,
        ...how
      });
      const now = this._open.get(parent);
      if (now?.sort === sort && now.order === order) {
        this._open.set(parent, { ...now, runs, total });
      }
    } catch {
      // asked again with the next change; the list says what is wrong
    }
    if (!this.isDisposed) {
      this._changed.emit();
    }
  }

  private readonly _service: IRunService;
  private readonly _path: () => string;
  private readonly _open = new Map<string, IConfigurations>();
  private readonly _changed = new Signal<this, void>(this);
}
