import { VDomModel } from '@jupyterlab/ui-components';

import type { Exec } from '../rest';
import type { RunsModel } from './runs';

const SEEN = 1;
const SETTLE = 300;

/** What the journal saw in the newest cell of the notebook, which can become a run. */
export class LastCellModel extends VDomModel {
  constructor(runs: RunsModel) {
    super();
    this._runs = runs;
    runs.runsChanged.connect(this._look, this);
    runs.stateChanged.connect(this._look, this);
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
    this._look();
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

  private _look(): void {
    if (this._isActive && !this._timer) {
      this._timer = window.setTimeout(() => {
        this._timer = 0;
        void this._ask();
      }, SETTLE);
    }
  }

  private async _ask(): Promise<void> {
    try {
      const { path, service } = this._runs;
      const { execs } = await service.execs(path, SEEN);
      const exec = execs[0] ?? null;
      if (
        !this.isDisposed &&
        path === this._runs.path &&
        JSON.stringify(exec) !== JSON.stringify(this._exec)
      ) {
        this._exec = exec;
        this.stateChanged.emit();
      }
    } catch {
      // the list says what is wrong
    }
  }

  private readonly _runs: RunsModel;
  private _exec: Exec | null = null;
  private _isActive = false;
  private _timer = 0;
}
