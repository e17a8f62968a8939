import { VDomModel } from '@jupyterlab/ui-components';

import type { Exec } from '../rest';
import type { RunsModel } from './runs';
import { Soon } from './soon';

const PAGE = 20;
const SETTLE = 300;

/** What the journal saw in the cells of the notebook, newest first; each can become a run, also yesterday's. */
export class LastCellModel extends VDomModel {
  constructor(runs: RunsModel) {
    super();
    this._runs = runs;
    runs.runsChanged.connect(this._look, this);
    runs.stateChanged.connect(this._look, this);
  }

  /** The newest exec; null where nothing was executed yet. */
  get exec(): Exec | null {
    return this._execs[0] ?? null;
  }

  /** The execs before it that are there, while they are unfolded. */
  get earlier(): readonly Exec[] {
    return this._isOpen ? this._execs.slice(1) : [];
  }

  /** Whether there may be older ones that were not asked for. */
  get hasMore(): boolean {
    return this._hasMore;
  }

  /** Whether the earlier cells are unfolded. */
  get isOpen(): boolean {
    return this._isOpen;
  }
  set isOpen(open: boolean) {
    this._isOpen = open;
    this.stateChanged.emit();
    void this._ask();
  }

  get isActive(): boolean {
    return this._isActive;
  }
  set isActive(active: boolean) {
    this._isActive = active;
    this._look();
  }

  override dispose(): void {
    this._soon.dispose();
    super.dispose();
  }

  /** Make a run of a cell. */
  async promote(exec: Exec): Promise<void> {
    await this._runs.service.promote(this._runs.path, exec.exec);
    await Promise.all([this._runs.refresh(), this._ask()]);
  }

  /** Ask for cells older than those that are there. */
  async more(): Promise<void> {
    const before = this._execs[this._execs.length - 1]?.exec;
    const { path, service } = this._runs;
    const { execs } = await service.execs(path, { limit: PAGE, before });
    if (path === this._runs.path) {
      this._hasMore = execs.length === PAGE;
      this._show([...this._execs, ...execs]);
    }
  }

  private _look(): void {
    if (this._isActive) {
      this._soon.ask();
    }
  }

  private async _ask(): Promise<void> {
    const { path, service } = this._runs;
    const limit = this._isOpen ? PAGE : 1;
    try {
      const { execs } = await service.execs(path, { limit });
      if (path === this._runs.path) {
        this._renew(execs, limit);
      }
    } catch {
      // the list says what is wrong
    }
  }

  /** Put the newest cells before those that were there, where the two meet. */
  private _renew(fresh: readonly Exec[], limit: number): void {
    const ids = new Set(fresh.map(({ exec }) => exec));
    const meet = this._execs.some(({ exec }) => ids.has(exec));
    const older = this._execs.filter(({ exec }) => !ids.has(exec));
    if (meet && this._isOpen && older.length) {
      this._show([...fresh, ...older]);
    } else {
      this._hasMore = fresh.length === limit;
      this._show(fresh);
    }
  }

  private _show(execs: readonly Exec[]): void {
    this._execs = execs;
    const shown = JSON.stringify([execs, this._hasMore]);
    if (shown !== this._shown && !this.isDisposed) {
      this._shown = shown;
      this.stateChanged.emit();
    }
  }

  private readonly _runs: RunsModel;
  private readonly _soon = new Soon(SETTLE, () => this._ask());
  private _execs: readonly Exec[] = [];
  private _shown = '';
  private _isOpen = false;
  private _hasMore = false;
  private _isActive = false;
}
