import { Signal, type ISignal } from '@lumino/signaling';

import type { Brush } from '../rest';

/** What was brushed in a chart, in place of what was brushed there before. */
export interface IChartBrushes {
  /** The notebook whose store is meant. */
  path: string;
  before: readonly Brush[];
  brushes: readonly Brush[];
}

/** Tells whoever shows runs what was brushed in charts. */
export class ChartBrushes {
  /** Emitted when something was brushed in a chart, or a brush was taken away. */
  get changed(): ISignal<this, IChartBrushes> {
    return this._changed;
  }

  tell(brushed: IChartBrushes): void {
    this._changed.emit(brushed);
  }

  private readonly _changed = new Signal<this, IChartBrushes>(this);
}
