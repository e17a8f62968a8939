import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import uPlot from 'uplot';

import { shortNumber } from '../format';
import type { ICurve } from '../models/curves';
import { align } from './align';

const SMALLEST = 60;
/** Between whole steps stands no mark. */
const WHOLE = Array.from({ length: 16 }, (_, power) =>
  [1, 2, 5].map(digit => digit * 10 ** power)
).flat();
const AWAY = 14;

/** Curves of several runs over their steps, drawn by uPlot. */
export class CurveChart extends Widget {
  constructor(options: CurveChart.IOptions) {
    super();
    this.addClass('jt-Chart');
    this._label = options.label;
    this.node.setAttribute('role', 'figure');
    this._tell = options.tell ?? shortNumber;
    this._observer = new ResizeObserver(() => this._resize());
    this._theme = new MutationObserver(() => {
      this._drop(); // its colours are those of the theme that was
      this.update();
    });
    this._theme.observe(document.body, {
      attributeFilter: ['data-jp-theme-name']
    });
  }

  /** Draw these curves; `smoothing` is the weight of an exponential mean. */
  draw(metric: string, curves: readonly ICurve[], smoothing = 0): void {
    this._metric = metric;
    this._curves = curves;
    this._smoothing = smoothing;
    this.node.setAttribute('aria-label', this._label(metric, curves.length));
    this.update();
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._observer.disconnect();
    this._theme.disconnect();
    this._drop();
    super.dispose();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._observer.observe(this.node);
    this.update();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.update();
  }

  protected override onUpdateRequest(): void {
    if (!this.isVisible || this.node.clientWidth < SMALLEST) {
      return;
    }
    const shape = JSON.stringify([
      this._metric,
      this._curves.map(curve => [curve.id, curve.colour, curve.label])
    ]);
    const data = align(this._curves, this._smoothing);
    if (this._plot && shape === this._shape) {
      this._plot.setData(data);
      return;
    }
    this._drop();
    this._shape = shape;
    if (this._curves.length) {
      this._plot = new uPlot(this._options(), data, this.node);
    }
  }

  private _options(): uPlot.Options {
    const style = getComputedStyle(this.node);
    const ink = style.getPropertyValue('--jp-ui-font-color2').trim() || 'gray';
    const line = style.getPropertyValue('--jp-border-color2').trim() || 'gray';
    const font = `11px ${style.getPropertyValue('--jp-ui-font-family') || 'sans-serif'}`;
    const axis: uPlot.Axis = {
      stroke: ink,
      font,
      grid: { stroke: line, width: 0.5 },
      ticks: { stroke: line, width: 0.5, size: 4 }
    };
    const longest = Math.max(...this._curves.map(c => c.series.value.length));
    const isWhole = this._curves.every(({ series }) =>
      series.step.every(step => Number.isInteger(step))
    );
    return {
      ...this._size(),
      padding: [8, 14, 0, 0],
      legend: { show: false },
      cursor: { y: false, focus: { prox: 16 }, points: { size: 6 } },
      focus: { alpha: 0.25 },
      scales: { x: { time: false } },
      plugins: [Private.tooltip(() => this._curves, this._tell)],
      axes: [
        {
          ...axis,
          size: 28,
          ...(isWhole ? { incrs: WHOLE } : {}),
          values: (_, marks) => marks.map(shortNumber)
        },
        { ...axis, size: 52, values: (_, marks) => marks.map(this._tell) }
      ],
      series: [
        {},
        ...this._curves.map(curve => ({
          label: curve.label,
          stroke: curve.colour,
          width: 1.5,
          spanGaps: true,
          points: { show: longest < 3, size: 5 }
        }))
      ]
    };
  }

  private _size(): { width: number; height: number } {
    return {
      width: Math.max(SMALLEST, this.node.clientWidth),
      height: Math.max(SMALLEST, this.node.clientHeight)
    };
  }

  private _resize(): void {
    if (this._plot) {
      this._plot.setSize(this._size());
    } else {
      this.update();
    }
  }

  private _drop(): void {
    this._plot?.destroy();
    this._plot = null;
  }

  private readonly _label: CurveChart.IOptions['label'];
  private readonly _tell: (value: number) => string;
  private readonly _observer: ResizeObserver;
  private readonly _theme: MutationObserver;
  private _metric = '';
  private _curves: readonly ICurve[] = [];
  private _smoothing = 0;
  private _shape = '';
  private _plot: uPlot | null = null;
}

/** A namespace for `CurveChart` statics. */
export namespace CurveChart {
  export interface IOptions {
    /** What a screen reader says of the chart. */
    label: (metric: string, runs: number) => string;
    /** A value with its unit. */
    tell?: (value: number) => string;
  }
}

namespace Private {
  /** All runs at the step under the pointer, sorted by value; beside the pointer, over all that is there. */
  export function tooltip(
    curves: () => readonly ICurve[],
    tell: (value: number) => string
  ): uPlot.Plugin {
    const box = document.createElement('div');
    box.className = 'jt-Chart-tip';
    box.hidden = true;
    return {
      hooks: {
        init: () => {
          document.body.appendChild(box);
        },
        destroy: () => box.remove(),
        setCursor: plot => {
          const { idx, left, top } = plot.cursor;
          box.hidden = idx === null || idx === undefined || (left ?? -1) < 0;
          if (!box.hidden) {
            fill(box, plot, idx as number, curves(), tell);
            const over = plot.over.getBoundingClientRect();
            place(box, over.left + (left ?? 0), over.top + (top ?? 0));
          }
        }
      }
    };
  }

  /** Put it to the right of a point of the window, or to the left where there is no room. */
  function place(box: HTMLElement, x: number, y: number): void {
    const { width, height } = box.getBoundingClientRect();
    const right = x + AWAY;
    const fits = right + width < window.innerWidth;
    box.style.left = `${fits ? right : Math.max(0, x - AWAY - width)}px`;
    box.style.top = `${Math.max(0, Math.min(y + AWAY, window.innerHeight - height))}px`;
  }

  function fill(
    box: HTMLElement,
    plot: uPlot,
    place: number,
    curves: readonly ICurve[],
    tell: (value: number) => string
  ): void {
    const rows = curves
      .map((curve, index) => ({ curve, value: plot.data[index + 1][place] }))
      .filter(row => row.value !== null && row.value !== undefined)
      .sort((a, b) => (b.value as number) - (a.value as number));
    const head = document.createElement('div');
    head.className = 'jt-Chart-tipStep';
    head.textContent = shortNumber(plot.data[0][place]);
    box.replaceChildren(
      head,
      ...rows.map(({ curve, value }) => {
        const row = document.createElement('div');
        const swatch = document.createElement('span');
        swatch.className = 'jt-Swatch';
        swatch.style.background = curve.colour;
        const name = document.createElement('bdi');
        name.textContent = curve.label;
        row.append(swatch, `${tell(value as number)} `, name);
        return row;
      })
    );
  }
}
