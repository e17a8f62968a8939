import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import {
  FakeContext,
  FakeSocket,
  exec,
  service,
  settle
} from '../../__tests__/fakes';
import { Colours } from '../colours';
import { LastCellModel } from '../lastcell';
import { Rulings } from '../rulings';
import { RunsModel } from '../runs';

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.made.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
});

const CELLS = Array.from({ length: 50 }, (_, place) => exec(50 - place));

async function open() {
  const fake = service();
  fake.execs.mockImplementation((_path, { limit, before }) => {
    const from = before ? CELLS.findIndex(one => one.exec === before) + 1 : 0;
    return Promise.resolve({ execs: CELLS.slice(from, from + limit) });
  });
  const runs = new RunsModel({
    service: fake,
    context: new FakeContext(),
    colours: new Colours(fake),
    rulings: new Rulings(fake)
  });
  const model = new LastCellModel(runs);
  model.isActive = true;
  await settle(500);
  const counts = () => model.earlier.map(({ count }) => count);
  return { fake, model, counts };
}

it('asks for the newest cell alone until the earlier ones are unfolded', async () => {
  const { fake, model, counts } = await open();
  expect(fake.execs).toHaveBeenLastCalledWith('study.ipynb', { limit: 1 });
  expect(model.exec?.count).toBe(50);
  expect(counts()).toEqual([]);
  model.isOpen = true;
  await settle();
  expect(counts()).toHaveLength(19);
  expect(model.hasMore).toBe(true);
});

it('goes back as far as the journal does', async () => {
  const { model, counts } = await open();
  model.isOpen = true;
  await settle();
  await model.more();
  expect(counts()).toHaveLength(39);
  await model.more();
  expect(counts()[48]).toBe(1);
  expect(model.hasMore).toBe(false);
});

it('a new cell comes in above those that were unfolded', async () => {
  const { fake, model, counts } = await open();
  model.isOpen = true;
  await settle();
  await model.more();
  fake.execs.mockResolvedValue({ execs: [exec(51), ...CELLS.slice(0, 19)] });
  model.isActive = true;
  await settle(500);
  expect(model.exec?.count).toBe(51);
  expect(counts().slice(0, 2)).toEqual([50, 49]);
  expect(counts()).toHaveLength(40);
});

it('any of them becomes a run', async () => {
  const { fake, model } = await open();
  fake.promote = vi.fn();
  await model.promote(CELLS[7]);
  expect(fake.promote).toHaveBeenCalledWith('study.ipynb', CELLS[7].exec);
});
