import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import {
  FakeContext,
  FakeSocket,
  run,
  service,
  settle
} from '../../__tests__/fakes';
import type { RunItem, RunSeries } from '../../rest';
import { Colours } from '../colours';
import { CurvesModel } from '../curves';
import { Rulings } from '../rulings';
import { RunsModel } from '../runs';

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.made.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
});

function series(...value: number[]): RunSeries {
  const step = value.map((_, place) => place);
  return { step, value, time: [], total: value.length, sampling: 'every' };
}

async function open(...runs: RunItem[]) {
  const fake = service();
  fake.runs.mockResolvedValue({
    runs,
    columns: { metrics: [], params: [] },
    total: runs.length,
    unfiltered: runs.length,
    cursor: 1
  });
  fake.series.mockImplementation((_path, ids, metric) =>
    Promise.resolve({
      metric,
      series: Object.fromEntries(ids.map(id => [id, series(1, 2)]))
    })
  );
  const model = new RunsModel({
    service: fake,
    context: new FakeContext(),
    colours: new Colours(fake),
    rulings: new Rulings(fake)
  });
  const curves = new CurvesModel(model);
  curves.isActive = true;
  model.isActive = true;
  await settle();
  return { fake, model, curves };
}

const BOTH = { series: ['acc', 'loss'] };

it('draws the metric that most of the shown runs have, in their colours', async () => {
  const { model, curves } = await open(run('a', BOTH), run('b'));
  expect(curves.metrics).toEqual(['acc', 'loss']);
  expect(curves.metric).toBe('acc');
  expect(curves.curves.map(({ id, colour }) => [id, colour])).toEqual([
    ['a', model.colours.known('a')],
    ['b', model.colours.known('b')]
  ]);
});

it('draws the metric that was chosen while any shown run has it', async () => {
  const { fake, model, curves } = await open(run('a', BOTH), run('b'));
  curves.metric = 'loss';
  await settle();
  expect(fake.series.mock.calls.at(-1)?.[2]).toBe('loss');
  expect(curves.metric).toBe('loss');
  model.toggleShown('a');
  await settle();
  expect(curves.metric).toBe('acc');
});

it('a run without points is no line', async () => {
  const { fake, curves } = await open(run('a'), run('b'));
  fake.series.mockResolvedValue({
    metric: 'acc',
    series: { a: series(1), b: series() }
  });
  curves.metric = 'acc';
  await settle();
  expect(curves.curves.map(({ id }) => id)).toEqual(['a']);
});

it('grows with the runs it shows, and asks nothing for others', async () => {
  const { fake, curves } = await open(run('a'));
  const before = fake.series.mock.calls.length;
  FakeSocket.newest.say({ type: 'changed', runs: ['other'], cursor: 2 });
  await settle(1000);
  expect(fake.series.mock.calls).toHaveLength(before);
  FakeSocket.newest.say({ type: 'changed', runs: ['a'], cursor: 3 });
  await settle(1000);
  expect(fake.series.mock.calls.length).toBeGreaterThan(before);
  expect(curves.curves).toHaveLength(1);
});

it('asks nothing while it cannot be seen', async () => {
  const { fake, curves } = await open(run('a'));
  curves.isActive = false;
  const before = fake.series.mock.calls.length;
  curves.metric = 'acc';
  FakeSocket.newest.say({ type: 'changed', runs: ['a'], cursor: 2 });
  await settle(1000);
  expect(fake.series.mock.calls).toHaveLength(before);
});

it('keeps its curves while the server cannot be asked', async () => {
  const { fake, curves } = await open(run('a'));
  fake.series.mockRejectedValue(new Error('gone'));
  FakeSocket.newest.say({ type: 'changed', runs: ['a'], cursor: 2 });
  await settle(1000);
  expect(curves.curves).toHaveLength(1);
});

it('smoothing stays where it means something', async () => {
  const { curves } = await open();
  curves.smoothing = 2;
  expect(curves.smoothing).toBe(0.99);
  curves.smoothing = -1;
  expect(curves.smoothing).toBe(0);
});
