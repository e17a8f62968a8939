import { Signal, type ISignal } from '@lumino/signaling';

/** Where the pointer is in one of several charts. */
export interface ICursorPlace {
  /** The chart that the pointer is in. */
  source: object;
  /** What stands on x there. */
  over: string;
  x: number;
  /** The curve under the pointer, by what it is of. */
  key: string | null;
}

/** One crosshair for all charts of a board. */
export class SharedCursor {
  /** Where it is; null while the pointer is in none of them. */
  get place(): ICursorPlace | null {
    return this._place;
  }

  get moved(): ISignal<this, ICursorPlace | null> {
    return this._moved;
  }

  move(place: ICursorPlace | null): void {
    if (place || this._place) {
      this._place = place;
      this._moved.emit(place);
    }
  }

  private _place: ICursorPlace | null = null;
  private readonly _moved = new Signal<this, ICursorPlace | null>(this);
}
