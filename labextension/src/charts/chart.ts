import uPlot from 'uplot';

import { shortNumber } from '../format';
import type { ICurve } from '../models/curves';
import { align } from './align';
import { axisOf, placeBeside, PlotWidget, widthFor } from './plotwidget';

/** Between whole steps stands no mark. */
const WHOLE = Array.from({ length: 16 }, (_, power) =>
  [1, 2, 5].map(digit => digit * 10 ** power)
).flat();

/** Curves of several runs over their steps, drawn by uPlot. */
export class CurveChart extends PlotWidget {
  constructor(options: CurveChart.IOptions) {
    super();
    this._label = options.label;
    this.node.setAttribute('role', 'figure');
    this._tell = options.tell ?? shortNumber;
  }

  /** Draw these curves; `smoothing` is the weight of an exponential mean. */
  draw(metric: string, curves: readonly ICurve[], smoothing = 0): void {
    this._metric = metric;
    this._curves = curves;
    this._smoothing = smoothing;
    this.node.setAttribute('aria-label', this._label(metric, curves.length));
    this.update();
  }

  protected override onUpdateRequest(): void {
    if (!this.hasRoom) {
      return;
    }
    const shape = JSON.stringify([
      this._metric,
      this._curves.map(curve => [curve.id, curve.colour, curve.label])
    ]);
    const data = align(this._curves, this._smoothing);
    if (this.plot && shape === this._shape) {
      this.plot.setData(data);
      return;
    }
    this.drop();
    this._shape = shape;
    if (this._curves.length) {
      this.plot = new uPlot(this._options(), data, this.node);
    }
  }

  private _options(): uPlot.Options {
    const axis = axisOf(this.node);
    const longest = Math.max(...this._curves.map(c => c.series.value.length));
    const isWhole = this._curves.every(({ series }) =>
      series.step.every(step => Number.isInteger(step))
    );
    return {
      ...this.size,
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
        {
          ...axis,
          size: widthFor(52),
          values: (_, marks) => marks.map(this._tell)
        }
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

  private readonly _label: CurveChart.IOptions['label'];
  private readonly _tell: (value: number) => string;
  private _metric = '';
  private _curves: readonly ICurve[] = [];
  private _smoothing = 0;
  private _shape = '';
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
            placeBeside(box, {
              x: over.left + (left ?? 0),
              y: over.top + (top ?? 0)
            });
          }
        }
      }
    };
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
