import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { FakeSocket, service, settle } from '../../__tests__/fakes';
import type { CellResult } from '../../rest';
import { CellResults } from '../results';
import type { CellService } from '../service';

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.made.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
});

const cell = (id: string, run: string): CellResult =>
  ({ cell_id: id, run, name: run, metrics: [] }) as unknown as CellResult;

function open(first: CellResult[]) {
  const ask = vi.fn<CellService['cells']>();
  ask.mockResolvedValue({ cells: first, cursor: 1 });
  const results = new CellResults({
    service: service(),
    cells: { cells: ask } as unknown as CellService,
    path: 'study.ipynb'
  });
  const heard = vi.fn();
  results.changed.connect(heard);
  return { results, ask, heard };
}

it('asks for all cells once, then for those of the runs that changed', async () => {
  const { results, ask, heard } = open([cell('a', 'r1'), cell('b', 'r2')]);
  await settle(200);
  expect(ask).toHaveBeenLastCalledWith('study.ipynb', []);
  expect(results.get('b')?.run).toBe('r2');
  ask.mockResolvedValue({ cells: [cell('a', 'r3')], cursor: 2 });
  FakeSocket.newest.say({ type: 'changed', runs: ['r3'], cursor: 2 });
  await settle(200);
  expect(ask).toHaveBeenLastCalledWith('study.ipynb', ['r3']);
  expect(results.get('a')?.run).toBe('r3');
  expect(results.get('b')?.run).toBe('r2');
  expect(heard).toHaveBeenCalledTimes(2);
  FakeSocket.newest.say({ type: 'changed', runs: ['r3'], cursor: 3 });
  await settle(200);
  expect(heard).toHaveBeenCalledTimes(2); // nothing is otherwise
});

it('forgets a cell whose last run went to the trash', async () => {
  const { results, ask } = open([cell('a', 'r1')]);
  await settle(200);
  ask.mockResolvedValue({ cells: [], cursor: 2 });
  FakeSocket.newest.say({ type: 'changed', runs: ['r1'], cursor: 2 });
  await settle(200);
  expect(results.get('a')).toBeUndefined();
});

it('says that the connection is gone, and asks for all cells when it is back', async () => {
  const { results, ask, heard } = open([cell('a', 'r1')]);
  await settle(200);
  FakeSocket.newest.onopen?.();
  FakeSocket.newest.close();
  expect(results.isLost).toBe(true);
  expect(results.get('a')?.run).toBe('r1');
  await settle(600);
  FakeSocket.newest.onopen?.();
  expect(results.isLost).toBe(false);
  await settle(200);
  expect(ask).toHaveBeenLastCalledWith('study.ipynb', []);
  expect(heard).toHaveBeenCalledTimes(3);
});
