import { VDomModel } from '@jupyterlab/ui-components';

import type { Exec } from '../rest';
import type { RunsModel } from './runs';

const SEEN = 1;
const SETTLE = 300;
const AGAIN = 1000;
const LONGEST_AGAIN = 30_000;

/** What the journal saw in the newest cell of the notebook, which can become a run. */
export class LastCellModel extends VDomModel {
  constructor(runs: RunsModel) {
    super();
    this._runs = runs;
    runs.runsChanged.connect(this.look, this);
    runs.stateChanged.connect(this.look, this);
  }

  /** The newest exec; null where nothing was executed yet. */
  get exec(): Exec | null {
    return this._exec;
  }

  get isActive(): boolean {
    return this._isActive;
  }
  set isActive(active: boolean) {
    this._isActive = active;
    this.look();
  }

  /** Ask for the newest exec soon: a cell was executed, or some run changed. */
  look(): void {
    this._askIn(SETTLE);
  }

  override dispose(): void {
    window.clearTimeout(this._timer);
    super.dispose();
  }

  /** Make a run of it. */
  async promote(): Promise<void> {
    if (this._exec) {
      await this._runs.service.promote(this._runs.path, this._exec.exec);
      await this._runs.refresh();
    }
  }

  private _askIn(wait: number): void {
    const due = Date.now() + wait;
    if (!this._isActive || (this._timer && this._due <= due)) {
      return;
    }
    window.clearTimeout(this._timer);
    this._due = due;
    this._timer = window.setTimeout(() => {
      this._timer = 0;
      void this._ask();
    }, wait);
  }

  private async _ask(): Promise<void> {
    try {
      const { execs } = await this._runs.service.execs(this._runs.path, SEEN);
      const exec = execs[0] ?? null;
      if (
        !this.isDisposed &&
        JSON.stringify(exec) !== JSON.stringify(this._exec)
      ) {
        this._exec = exec;
        this._wait = AGAIN;
        this.stateChanged.emit();
      }
      if (exec && exec.outcome === null) {
        this._askIn(this._wait); // nobody tells when a cell ends that is part of no run
        this._wait = Math.min(2 * this._wait, LONGEST_AGAIN);
      }
    } catch {
      // the list says what is wrong
    }
  }

  private readonly _runs: RunsModel;
  private _exec: Exec | null = null;
  private _isActive = false;
  private _timer = 0;
  private _due = 0;
  private _wait = AGAIN;
}
