import { expect, it } from 'vitest';

import { run } from '../../__tests__/fakes';
import type { Search } from '../../rest';
import { bestSoFar, differing, ranking } from '../configurations';

const SEARCH: Search = {
  total: 5,
  running: 0,
  failed: 1,
  metric: 'score',
  direction: 'up',
  best: null
};
const RUNS = [
  run('a', { metrics: { score: 0.5 } }),
  run('b', { metrics: { score: 0.9 } }),
  run('c', { metrics: {} }),
  run('d', { metrics: { score: { float: 'nan' } } }),
  run('e', { metrics: { score: 0.7 } })
];

it('the best stand first, those without a score last', () => {
  const ids = (search: Search) => ranking(RUNS, search).map(({ id }) => id);
  expect(ids(SEARCH)).toEqual(['b', 'e', 'a', 'c', 'd']);
  expect(ids({ ...SEARCH, direction: 'down' }).slice(0, 2)).toEqual(['a', 'e']);
  expect(ids({ ...SEARCH, direction: null })).toEqual([
    'a',
    'b',
    'c',
    'd',
    'e'
  ]);
});

it('the best so far grows with what was tried, and passes over failures', () => {
  const [{ series }] = bestSoFar(RUNS, SEARCH, 'red');
  expect(series.step).toEqual([1, 2, 3, 4, 5]);
  expect(series.value).toEqual([0.5, 0.9, 0.9, 0.9, 0.9]);
});

it('where neither more nor less is better there is no best', () => {
  expect(bestSoFar(RUNS, { ...SEARCH, direction: null }, 'red')).toEqual([]);
});

it('only the params that differ are worth a column', () => {
  expect(
    differing([
      { depth: 1, cv: 3 },
      { depth: 2, cv: 3 }
    ])
  ).toEqual(['depth']);
  expect(differing([{ depth: 1, cv: 3 }])).toEqual(['depth', 'cv']);
});
