import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import {
  FakeContext,
  FakeSocket,
  comparison,
  run,
  service,
  settle
} from '../../__tests__/fakes';
import { ChartBrushes } from '../../models/brushed';
import { Colours } from '../../models/colours';
import { Folds } from '../../models/folds';
import { Rights } from '../../models/rights';
import { Rulings } from '../../models/rulings';
import { RunsModel } from '../../models/runs';
import { Requests } from '../../requests';
import { CompareModel } from '../model';

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.made.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
});

const RUNS = [run('a'), run('b'), run('c')];

async function open(runs = RUNS) {
  const fake = service();
  fake.compare = vi.fn((_path, _runs, baseline?: string) =>
    Promise.resolve(
      comparison(runs, {
        baseline: baseline ?? runs[0].id,
        metrics: ['acc', 'loss'].map(name => ({
          name,
          values: runs.map(() => 1),
          deltas: runs.map(() => 0),
          ratios: runs.map(() => 1),
          best: [],
          direction: null,
          series: name === 'loss'
        }))
      })
    )
  );
  const colours = new Colours(fake);
  const rulings = new Rulings(fake);
  const context = new FakeContext();
  const tracker = {
    requests: new Requests(fake.serverSettings),
    service: fake,
    context,
    colours,
    brushes: new ChartBrushes(),
    rulings,
    rights: new Rights(fake),
    runs: new RunsModel({ service: fake, context, colours, rulings })
  };
  const model = new CompareModel({
    tracker,
    path: 'study.ipynb',
    runs: runs.map(({ id }) => id),
    folds: new Folds(null)
  });
  model.isActive = true;
  await settle();
  const order = () => model.columns.map(({ run: { id } }) => id);
  return { fake, model, order };
}

it('the first of the chosen runs is the baseline', async () => {
  const { order } = await open();
  expect(order()).toEqual(['a', 'b', 'c']);
});

it('another baseline is asked for and stands on the left, its values with it', async () => {
  const { fake, model, order } = await open();
  model.baseline = 'c';
  await settle();
  expect(fake.compare).toHaveBeenLastCalledWith(
    'study.ipynb',
    ['a', 'b', 'c'],
    'c'
  );
  expect(order()).toEqual(['c', 'a', 'b']);
  expect(model.columns.map(({ place }) => place)).toEqual([2, 0, 1]);
  expect(model.columns[0].isBaseline).toBe(true);
});

it('the run that was marked as baseline is the baseline', async () => {
  const { order } = await open([
    run('a'),
    run('b', { baseline: true }),
    run('c')
  ]);
  expect(order()).toEqual(['b', 'a', 'c']);
});

it('is asked for again when one of its runs changed, and only then', async () => {
  const { fake } = await open();
  FakeSocket.newest.say({ type: 'changed', runs: ['x'], cursor: 2 });
  await settle(2000);
  expect(fake.compare).toHaveBeenCalledTimes(1);
  FakeSocket.newest.say({ type: 'changed', runs: ['b'], cursor: 3 });
  await settle(2000);
  expect(fake.compare).toHaveBeenCalledTimes(2);
});

it('asks nothing while it cannot be seen', async () => {
  const { fake, model } = await open();
  model.isActive = false;
  expect(FakeSocket.newest.isClosed).toBe(true);
  await settle(60_000);
  expect(fake.compare).toHaveBeenCalledTimes(1);
});

it('draws metrics that have curves, the chosen one while there is one', async () => {
  const { fake, model } = await open();
  expect(model.metrics).toEqual(['loss']);
  expect(model.metric).toBe('loss');
  expect(fake.series.mock.calls.at(-1)?.slice(1, 3)).toEqual([
    ['a', 'b', 'c'],
    'loss'
  ]);
  model.metric = 'nonsense';
  expect(model.metric).toBe('loss');
});

it('what was there stays when the server cannot be asked, and it is said', async () => {
  const { fake, model } = await open();
  fake.compare.mockRejectedValue(new Error('The server is away.'));
  await model.refresh();
  expect(model.error).toBe('The server is away.');
  expect(model.comparison?.runs).toHaveLength(3);
});
