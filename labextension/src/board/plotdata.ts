import type { AlignedData } from 'uplot';

import type { CurveLine } from '../rest';

/** A curve with the colour it is drawn in. */
export interface ILine extends CurveLine {
  ink: string;
}

/** What a column of the plot is of: the curve itself, its raw values below a smoothed one, an edge of its band. */
export interface IColumn {
  line: number;
  part: 'main' | 'raw' | 'low' | 'high';
}

/** Which curve is meant, from one chart to the next: the run or the group. */
export function keyOf(line: CurveLine): string {
  return line.runs.length === 1 ? line.runs[0] : line.label;
}

/** The columns of a plot, those that lie below first. */
export function columnsOf(lines: readonly CurveLine[]): IColumn[] {
  const below: IColumn[] = [];
  const above: IColumn[] = [];
  lines.forEach((line, place) => {
    if (line.low && line.high) {
      below.push({ line: place, part: 'high' }, { line: place, part: 'low' });
    }
    if (line.smooth) {
      below.push({ line: place, part: 'raw' });
    }
    above.push({ line: place, part: 'main' });
  });
  return [...below, ...above];
}

/** The values of a column. */
export function valuesOf(
  line: CurveLine,
  part: IColumn['part']
): readonly (number | null)[] {
  switch (part) {
    case 'main':
      return line.smooth ?? line.value;
    case 'raw':
      return line.value;
    default:
      return line[part] ?? [];
  }
}

/** All columns over one x: undefined where a curve has no point, null where its value is no number (or, on a logarithmic axis, not positive). */
export function plotData(
  lines: readonly CurveLine[],
  columns: readonly IColumn[],
  logs: { x?: boolean; y?: boolean } = {}
): AlignedData {
  const every = new Set<number>();
  for (const line of lines) {
    for (const x of line.x) {
      if (!logs.x || x > 0) {
        every.add(x);
      }
    }
  }
  const axis = Float64Array.from(every).sort();
  const places = new Map<number, number>();
  axis.forEach((x, place) => places.set(x, place));
  const spread = columns.map(({ line, part }) => {
    const column = new Array<number | null | undefined>(axis.length);
    const { x } = lines[line];
    const values = valuesOf(lines[line], part);
    for (let at = 0; at < x.length; at++) {
      const place = places.get(x[at]);
      if (place !== undefined) {
        const value = values[at];
        column[place] = logs.y && value !== null && value <= 0 ? null : value;
      }
    }
    return column;
  });
  return [axis, ...spread] as AlignedData;
}

/** The place of the x that is nearest among ascending ones; -1 outside of them. */
export function nearest(xs: readonly number[], x: number): number {
  if (!xs.length || x < xs[0] || x > xs[xs.length - 1]) {
    return -1;
  }
  let [low, high] = [0, xs.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle] <= x) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return x - xs[low] <= xs[high] - x ? low : high;
}

/** What curves are at an x, the greatest value first. */
export function valuesAt(
  lines: readonly ILine[],
  x: number
): { line: ILine; value: number; place: number }[] {
  return lines
    .map(line => {
      const place = nearest(line.x, x);
      const value = place < 0 ? null : valuesOf(line, 'main')[place];
      return { line, value, place };
    })
    .filter(
      (row): row is { line: ILine; value: number; place: number } =>
        row.value !== null && row.value !== undefined
    )
    .sort((a, b) => b.value - a.value);
}

/** The least and the greatest of all values drawn; null without any. */
export function extent(lines: readonly CurveLine[]): [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (const line of lines) {
    for (const part of [line.value, line.low, line.high]) {
      for (const value of part ?? []) {
        if (value !== null) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
    }
  }
  return low <= high ? [low, high] : null;
}
