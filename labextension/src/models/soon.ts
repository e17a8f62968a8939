import { Disposable } from '../disposable';

/** Does something soon, however often it is asked to, and never again before it is done: a slow server is not asked ever more. */
export class Soon extends Disposable {
  constructor(
    private readonly _after: number,
    private readonly _work: () => Promise<void>
  ) {
    super();
  }

  /** Do it soon; once more afterwards if it is being done. */
  ask(): void {
    if (this._timer || this.isDisposed) {
      this._isStale = true;
      return;
    }
    this._timer = window.setTimeout(() => {
      this._isStale = false;
      void this._work().finally(() => {
        this._timer = 0;
        if (this._isStale) {
          this.ask();
        }
      });
    }, this._after);
  }

  protected override release(): void {
    window.clearTimeout(this._timer);
  }

  private _timer = 0;
  private _isStale = false;
}
