import uPlot from 'uplot';

import { axisOf, widthFor } from '../charts/plotwidget';
import { shortNumber } from '../format';
import type { IColumn, ILine } from './plotdata';

const NEAR = 24;
const ROOM = 0.05;
const FEW_POINTS = 3;
const DASHES: Record<ILine['dash'], number[] | undefined> = {
  solid: undefined,
  dash: [8, 4],
  dot: [2, 3],
  dashdot: [8, 3, 2, 3],
  longdash: [14, 5]
};

/** How curves are to be seen. */
export interface ILooks {
  /** What stands on x. */
  over: string;
  log: { x?: boolean; y?: boolean };
  /** The part of x that is seen; null: all. */
  window: readonly [number, number] | null;
  /** The part of y that is seen; null: what the values need. */
  range: readonly [number | null, number | null] | null;
}

/** Options for uPlot: axes, a series a column, bands. */
export function plotOptions(
  host: HTMLElement,
  lines: readonly ILine[],
  columns: readonly IColumn[],
  about: {
    width: number;
    height: number;
    looks: () => ILooks;
    yWindow: () => [number, number] | null;
  }
): uPlot.Options {
  const { width, height, looks, yWindow } = about;
  const { over, log } = looks();
  const axis = axisOf(host);
  const told = (_: uPlot, marks: (number | null)[]) =>
    marks.map(mark => (mark === null ? '' : shortNumber(mark)));
  return {
    width,
    height,
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      focus: { prox: NEAR },
      points: { show: false },
      drag: { x: true, y: false, setScale: false },
      dataIdx: Private.nearestPoint
    },
    focus: { alpha: 1 },
    scales: {
      x: {
        time: over === 'time',
        distr: log.x ? 3 : 1,
        range: (_, low, high) => Private.across(looks().window, low, high)
      },
      y: {
        distr: log.y ? 3 : 1,
        range: (_, low, high) =>
          yWindow() ?? Private.upwards(looks(), low, high)
      }
    },
    axes: [
      { ...axis, size: 28, ...(over === 'time' ? {} : { values: told }) },
      { ...axis, size: widthFor(56), values: told }
    ],
    series: [{}, ...columns.map(column => Private.series(lines, column))],
    bands: columns.flatMap(({ line, part }, at) =>
      part === 'high'
        ? [
            {
              series: [at + 1, at + 2] as [number, number],
              fill: `${lines[line].ink}30`
            }
          ]
        : []
    )
  };
}

namespace Private {
  export function series(
    lines: readonly ILine[],
    { line, part }: IColumn
  ): uPlot.Series {
    const { ink, dash, label, x } = lines[line];
    if (part === 'main') {
      return {
        label,
        stroke: ink,
        width: 1.5,
        dash: DASHES[dash],
        points: { show: x.length < FEW_POINTS, size: 5 }
      };
    }
    const isRaw = part === 'raw';
    return {
      label,
      stroke: isRaw ? `${ink}48` : 'transparent',
      width: isRaw ? 1 : 0,
      points: { show: false }
    };
  }

  /** The nearest place at which a curve has a point: most places of x are those of other curves. */
  export function nearestPoint(
    plot: uPlot,
    column: number,
    place: number
  ): number {
    const values = plot.data[column];
    for (let away = 0; away < values.length; away++) {
      for (const at of [place - away, place + away]) {
        if (values[at] !== undefined && values[at] !== null) {
          return at;
        }
      }
    }
    return place;
  }

  export function across(
    window: ILooks['window'],
    low: number | null,
    high: number | null
  ): [number, number] {
    if (window) {
      return [window[0], window[1]];
    }
    const [from, to] = [low ?? 0, high ?? 1];
    return from === to ? [from - 1, to + 1] : [from, to];
  }

  export function upwards(
    { range, log }: ILooks,
    low: number | null,
    high: number | null
  ): uPlot.Range.MinMax {
    const [from, to] = [range?.[0] ?? low, range?.[1] ?? high];
    if (from === null || to === null) {
      return [0, 1];
    }
    if (log.y) {
      return from > 0 && to > from
        ? [from, to]
        : [to / 10 || 0.1, to * 10 || 1];
    }
    const room = (to - from) * ROOM || Math.abs(to) * ROOM || 1;
    return [range?.[0] ?? from - room, range?.[1] ?? to + room];
  }
}
