import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

/** Something that can be thrown away: nobody hears from it afterwards. */
export abstract class Disposable implements IDisposable {
  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this.release();
      Signal.clearData(this);
    }
  }

  /** Give back what it holds; called once. */
  protected release(): void {}

  private _isDisposed = false;
}
