import type { AlignedData } from 'uplot';

import type { ICurve } from '../models/curves';

/** Curves on one x axis: the one they share, where all their points are kept; else all steps that occur, and for each curve its value there or undefined for "no point here". */
export function align(
  curves: readonly ICurve[],
  smoothing: number
): AlignedData {
  const [first] = curves;
  if (curves.length && curves.every(curve => curve.keepsAll)) {
    return [
      first.series.step,
      ...curves.map(({ series }) => series.value)
    ] as AlignedData;
  }
  const columns = curves.map(curve => bySteps(curve, smoothing));
  const steps = [
    ...new Set(columns.flatMap(column => [...column.keys()]))
  ].sort((a, b) => a - b);
  return [
    steps,
    ...columns.map(column => steps.map(step => column.get(step)))
  ] as AlignedData;
}

/** Exponential mean with bias correction (as in Adam), which passes over what is not a number. */
export function smooth(
  values: readonly (number | null)[],
  weight: number
): (number | null)[] {
  let mean = 0;
  let seen = 0;
  return values.map(value => {
    if (value === null || weight === 0) {
      return value;
    }
    mean = mean * weight + (1 - weight) * value;
    seen += 1;
    return mean / (1 - weight ** seen);
  });
}

function bySteps(
  { series }: ICurve,
  smoothing: number
): Map<number, number | null> {
  const values = smooth(series.value, smoothing);
  const column = new Map<number, number | null>();
  series.step.forEach((step, place) => {
    if (step !== null) {
      column.set(step, values[place]);
    }
  });
  return column;
}
