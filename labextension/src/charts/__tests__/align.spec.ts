import { expect, it } from 'vitest';

import type { ICurve } from '../../models/curves';
import { align, smooth } from '../align';

function curve(step: (number | null)[], value: (number | null)[]): ICurve {
  const series = { step, value, time: [], total: step.length, sampling: null };
  return { id: 'a', label: 'a', colour: 'red', series };
}

it('curves with other steps stand on one axis, a hole where there is no point', () => {
  const data = align([curve([0, 10], [1, 2]), curve([5, 10], [3, 4])], 0);
  expect(data).toEqual([
    [0, 5, 10],
    [1, undefined, 2],
    [undefined, 3, 4]
  ]);
});

it('steps that went back are drawn in their order', () => {
  const [steps, values] = align([curve([2, 1, 3], [20, 10, 30])], 0);
  expect(steps).toEqual([1, 2, 3]);
  expect(values).toEqual([10, 20, 30]);
});

it('what was no number is a gap, not a zero', () => {
  expect(align([curve([0, 1, 2], [1, null, 3])], 0)[1]).toEqual([1, null, 3]);
});

it('nothing to draw is no fault', () => {
  expect(align([], 0)).toEqual([[]]);
});

it('smoothing leaves a level as it is, from the first point on', () => {
  const level = smooth([2, 2, 2], 0.9);
  level.forEach(value => expect(value).toBeCloseTo(2));
});

it('smoothing draws a jump out and passes over gaps', () => {
  const [first, gap, last] = smooth([0, null, 1], 0.5);
  expect(first).toBe(0);
  expect(gap).toBeNull();
  expect(last).toBeGreaterThan(0);
  expect(last).toBeLessThan(1);
});

it('no smoothing gives the numbers themselves', () => {
  expect(smooth([1, 5, null], 0)).toEqual([1, 5, null]);
});
