import { Signal, type ISignal } from '@lumino/signaling';
import uPlot from 'uplot';

import { PlotWidget } from '../charts/plotwidget';
import { shortNumber } from '../format';
import type { ICursorPlace, SharedCursor } from './cursor';
import { Emphasis } from './emphasis';
import { gestures } from './gestures';
import {
  columnsOf,
  keyOf,
  plotData,
  type IColumn,
  type ILine
} from './plotdata';
import { plotOptions, type ILooks } from './plotoptions';
import { Tip } from './tip';

/** Curves of many runs, drawn by uPlot: one crosshair with other charts, zoom by dragging. */
export class CurvePlot extends PlotWidget {
  constructor(private readonly _options: CurvePlot.IOptions) {
    super();
    this.addClass('jt-CurvePlot');
    this.node.tabIndex = 0;
    this.node.setAttribute('role', 'group');
    this._tip = new Tip(this.node);
    _options.cursor.moved.connect(this._onCursor, this);
  }

  /** Emitted with the part of x that somebody wants to see; null: all of it. */
  get zoomed(): ISignal<this, [number, number] | null> {
    return this._zoomed;
  }

  /** Emitted when curves were drawn. */
  get drawn(): ISignal<this, void> {
    return this._drawn;
  }

  /** Draw these curves. */
  draw(lines: readonly ILine[], looks: ILooks, label: string): void {
    this._lines = lines;
    if (JSON.stringify(looks.window) !== JSON.stringify(this._looks.window)) {
      this._yWindow = null;
    }
    this._looks = looks;
    this.node.setAttribute('aria-label', label);
    this.update();
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._options.cursor.moved.disconnect(this._onCursor, this);
    this._tip.dispose();
    Signal.clearData(this);
    super.dispose();
  }

  protected override onUpdateRequest(): void {
    if (!this.hasRoom) {
      return;
    }
    const columns = columnsOf(this._lines);
    const { over, log } = this._looks;
    const shape = JSON.stringify([
      over,
      log,
      columns,
      this._lines.map(line => [keyOf(line), line.label, line.ink, line.dash])
    ]);
    this._columns = columns;
    const data = plotData(this._lines, columns, log);
    if (this.plot && shape === this._shape) {
      const { left, top } = this.plot.cursor;
      this.plot.setData(data);
      this._emphasis?.show(null);
      if ((left ?? -1) >= 0) {
        this.plot.setCursor({ left: left as number, top: top as number });
      }
    } else {
      this.drop();
      this._shape = shape;
      if (this._lines.length) {
        this._make(data);
      }
    }
    this._drawn.emit();
  }

  private _make(data: uPlot.AlignedData): void {
    const options = plotOptions(this.node, this._lines, this._columns, {
      ...this.size,
      looks: () => this._looks,
      yWindow: () => this._yWindow
    });
    options.plugins = [
      gestures(this.node, {
        onX: range => this._zoomed.emit(range),
        onY: range => {
          this._yWindow = range;
          this.plot?.setData(this.plot.data);
        },
        onBack: () => {
          this._yWindow = null;
          this._zoomed.emit(null);
        }
      })
    ];
    options.hooks = {
      setCursor: [() => this._onPointer()],
      setSeries: [(_, place) => this._emphasize(place)]
    };
    this.plot = new uPlot(options, data, this.node);
    this._emphasis = new Emphasis(this.plot);
  }

  private _onPointer(): void {
    const { cursor } = this._options;
    const plot = this.plot;
    if (!plot || this._isFollowing) {
      return;
    }
    const { left = -1, top = 0 } = plot.cursor;
    if (left < 0) {
      this._tip.hide();
      if (cursor.place?.source === this) {
        cursor.move(null);
      }
      return;
    }
    const x = plot.data[0][plot.posToIdx(left)];
    const key = this._meant;
    const over = plot.over.getBoundingClientRect();
    this._show(x, key, { x: over.left + left, y: over.top + top });
    cursor.move({ source: this, over: this._looks.over, x, key });
  }

  private _onCursor(_: SharedCursor, place: ICursorPlace | null): void {
    const plot = this.plot;
    if (!plot || place?.source === this) {
      return;
    }
    this._isFollowing = true;
    if (place && place.over === this._looks.over && this.isVisible) {
      const left = plot.valToPos(place.x, 'x');
      const isInside = left >= 0 && left <= plot.over.clientWidth;
      plot.setCursor({ left: isInside ? left : -10, top: isInside ? 0 : -10 });
      const meant = this._lines.findIndex(line => keyOf(line) === place.key);
      const column = this._columns.findIndex(
        ({ line, part }) => line === meant && part === 'main'
      );
      plot.setSeries(column < 0 ? null : column + 1, { focus: true });
      this._show(place.x, place.key, null);
    } else {
      plot.setCursor({ left: -10, top: -10 });
      plot.setSeries(null, { focus: true });
      this._tip.hide();
    }
    this._isFollowing = false;
  }

  private _show(
    x: number,
    key: string | null,
    pointer: { x: number; y: number } | null
  ): void {
    const { more } = this._options;
    const { over } = this._looks;
    const title =
      over === 'time'
        ? new Date(x * 1000).toLocaleString()
        : `${over === 'relative' ? '' : `${over} `}${shortNumber(x)}${over === 'relative' ? ' s' : ''}`;
    this._tip.show(this._lines, { x, title, key, more }, pointer);
  }

  /** The curve that the pointer is at, thick. */
  private _emphasize(place: number | null): void {
    const column = place ? this._columns[place - 1] : null;
    this._meant =
      column && this.plot?.cursor.left !== undefined
        ? keyOf(this._lines[column.line])
        : null;
    this._emphasis?.show(
      column && this._meant ? this._lines[column.line] : null
    );
  }

  protected override drop(): void {
    super.drop();
    this._emphasis = null;
  }

  private readonly _tip: Tip;
  private _lines: readonly ILine[] = [];
  private _columns: IColumn[] = [];
  private _looks: ILooks = { over: 'step', log: {}, window: null, range: null };
  private _yWindow: [number, number] | null = null;
  private _meant: string | null = null;
  private _isFollowing = false;
  private _shape = '';
  private _emphasis: Emphasis | null = null;
  private readonly _zoomed = new Signal<this, [number, number] | null>(this);
  private readonly _drawn = new Signal<this, void>(this);
}

/** A namespace for `CurvePlot` statics. */
export namespace CurvePlot {
  export interface IOptions {
    cursor: SharedCursor;
    /** How many more curves there are than the tip tells of. */
    more: (count: number) => string;
  }
}
