import type { IStateDB } from '@jupyterlab/statedb';
import { Signal, type ISignal } from '@lumino/signaling';

import { Disposable } from '../disposable';

const KEY = 'jupyter-tracker:folds';

/** Which sections were folded or unfolded by hand; survives a reload. */
export class Folds extends Disposable {
  constructor(state: IStateDB | null) {
    super();
    this._state = state;
    void this._restore();
  }

  /** Emitted when a section was folded or unfolded. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Whether a section is open; `first` is what it is until somebody touches it. */
  isOpen(section: string, first: boolean): boolean {
    return this._open.get(section) ?? first;
  }

  /** Fold or unfold a section, here and wherever it occurs. */
  set(section: string, open: boolean): void {
    this._open.set(section, open);
    this._changed.emit();
    void this._state?.save(KEY, Object.fromEntries(this._open));
  }

  private async _restore(): Promise<void> {
    const kept = await this._state?.fetch(KEY);
    for (const [section, open] of Object.entries(kept ?? {})) {
      if (typeof open === 'boolean' && !this._open.has(section)) {
        this._open.set(section, open);
      }
    }
    if (!this.isDisposed) {
      this._changed.emit();
    }
  }

  private readonly _state: IStateDB | null;
  private readonly _open = new Map<string, boolean>();
  private readonly _changed = new Signal<this, void>(this);
}
