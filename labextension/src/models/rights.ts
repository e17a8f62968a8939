import { Signal, type ISignal } from '@lumino/signaling';

import { Disposable } from '../disposable';
import type { Status } from '../rest';
import type { IRunService } from '../service';

/** What a person may do with a store. */
export interface IRights {
  /** Whether what is known of runs can be changed. */
  readonly write: boolean;
  /** Whether code can be run on the server. */
  readonly execute: boolean;
}

const ALL: IRights = { write: true, execute: true };

/** What the person may do with each store, so that no button offers what would be refused. */
export class Rights extends Disposable {
  constructor(private readonly _service: IRunService) {
    super();
  }

  /** Emitted when more is known of what may be done. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What may be done with the store of a notebook; all, until the server said otherwise. */
  of(path: string): IRights {
    return this._known.get(path) ?? ALL;
  }

  /** Ask what may be done there, once. */
  async follow(path: string): Promise<void> {
    if (!this._known.has(path)) {
      try {
        this.take(path, await this._service.status(path));
      } catch {
        // asked again when it is next shown; the panel says that the server cannot be asked
      }
    }
  }

  /** Take what the server said. */
  take(path: string, { writable, executes }: Status): void {
    const before = this.of(path);
    this._known.set(path, { write: writable, execute: executes });
    const isOther = before.write !== writable || before.execute !== executes;
    if (isOther && !this.isDisposed) {
      this._changed.emit();
    }
  }

  private readonly _known = new Map<string, IRights>();
  private readonly _changed = new Signal<this, void>(this);
}
