import { VDomModel } from '@jupyterlab/ui-components';

import type { Chart, Curves } from '../rest';
import type { ICard } from './cards';
import type { BoardModel } from './model';
import { extent, type ILine } from './plotdata';

/** Points of a curve for each pixel of a chart's width: a least and a greatest one. */
const A_PIXEL = 1.5;
const FEWEST = 200;
const MOST = 3000;
const UNSIZED = 600;

/** One chart of a board: asked for while it can be seen. */
export class CardModel extends VDomModel {
  constructor(
    readonly board: BoardModel,
    /** Which of the board's cards it shows; several with a facet. */
    readonly key: string,
    readonly facet: { label: string; filter: string } | null
  ) {
    super();
  }

  /** What was chosen for it. */
  get card(): ICard {
    return this._card;
  }
  set card(card: ICard) {
    const old = this._card;
    this._card = card;
    if (JSON.stringify(old) !== JSON.stringify(card)) {
      this.stateChanged.emit();
      void this.refresh();
    }
  }

  get isCurve(): boolean {
    return this._card.kind === 'curve';
  }

  /** The curves as numbers, where it shows some. */
  get curves(): Curves | null {
    return this._curves;
  }

  /** The figure of any other chart. */
  get chart(): Chart | null {
    return this._chart;
  }

  /** The curves that are not hidden, in their colours. */
  get lines(): readonly ILine[] {
    return this._lines;
  }

  /** Whether no run has more than one point: there is no curve to draw. */
  get isBars(): boolean {
    const lines = this._curves?.lines ?? [];
    return lines.length > 0 && lines.every(line => line.total < 2);
  }

  get error(): string {
    return this._error;
  }

  get isLoading(): boolean {
    return this._isLoading;
  }

  /** The part of x that is looked at. */
  get window(): readonly [number, number] | null {
    return this._window;
  }

  /** The part of y that is looked at, where that was chosen or its neighbours share it. */
  get range(): readonly [number | null, number | null] | null {
    const { y_low: low = null, y_high: high = null } = this._card;
    if (low !== null || high !== null) {
      return [low, high];
    }
    if (this._card.ordinary && this._curves?.ordinary) {
      const [from, to] = this._curves.ordinary;
      const room = (to - from) * 0.05 || 1;
      return [from - room, to + room];
    }
    return this.board.sharedRange(this);
  }

  /** How wide the chart is, in pixels: so many points are asked for. */
  width = 0;

  /** Whether it is in sight. */
  get isActive(): boolean {
    return this._isActive;
  }
  set isActive(active: boolean) {
    this._isActive = active;
    if (active && this._isStale) {
      void this.refresh();
    }
  }

  /** See a part of x, first with the points that are there, then with finer ones; null: all of it. */
  zoom(window: readonly [number, number] | null): void {
    this._window = window;
    this.stateChanged.emit();
    void this.refresh();
  }

  /** Take the colours anew, and which runs are hidden. */
  repaint(): void {
    this._lines = this.board.painted(this._curves?.lines ?? []);
    this.stateChanged.emit();
  }

  /** Ask again; while an answer is still to come, once more after it. */
  async refresh(): Promise<void> {
    this._isStale = true;
    if (!this._isActive || this._isLoading || this.isDisposed) {
      return;
    }
    this._isLoading = true;
    while (this._isStale && this._isActive && !this.isDisposed) {
      this._isStale = false;
      await this._ask();
    }
    this._isLoading = false;
    if (!this.isDisposed) {
      this.stateChanged.emit();
    }
  }

  private async _ask(): Promise<void> {
    const { board, isCurve } = this;
    const card = board.asked(this);
    try {
      if (isCurve) {
        const [low, high] = this._window ?? [null, null];
        const answer = await board.charts.curves(board.path, {
          ...board.request(this),
          card: { ...card, low, high, points: this._points() }
        });
        this._take(answer, null);
      } else {
        const request = { ...board.request(this), card };
        this._take(null, await board.charts.chart(board.path, request));
      }
    } catch (error) {
      this._error = (error as Error).message;
      this.stateChanged.emit();
    }
  }

  private _take(curves: Curves | null, chart: Chart | null): void {
    if (this.isDisposed) {
      return;
    }
    this._error = '';
    this._curves = curves;
    this._chart = chart;
    this._lines = this.board.painted(curves?.lines ?? []);
    this.stateChanged.emit();
    this.board.onAnswer(this);
  }

  /** The least and greatest value drawn. */
  get extent(): [number, number] | null {
    return extent(this._lines);
  }

  private _points(): number {
    const width = this.width || UNSIZED;
    return Math.min(MOST, Math.max(FEWEST, Math.round(width * A_PIXEL)));
  }

  private _card: ICard = { id: '', kind: 'curve' };
  private _curves: Curves | null = null;
  private _chart: Chart | null = null;
  private _lines: readonly ILine[] = [];
  private _window: readonly [number, number] | null = null;
  private _error = '';
  private _isLoading = false;
  private _isStale = true;
  private _isActive = false;
}
