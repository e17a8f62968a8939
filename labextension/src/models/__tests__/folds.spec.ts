import { StateDB } from '@jupyterlab/statedb';
import { expect, it, vi } from 'vitest';

import { Folds } from '../folds';

it('a section is as it was first until somebody touches it', () => {
  const folds = new Folds(null);
  expect(folds.isOpen('params', true)).toBe(true);
  expect(folds.isOpen('inputs', false)).toBe(false);
  folds.set('params', false);
  expect(folds.isOpen('params', true)).toBe(false);
});

it('what was folded is folded after a reload', async () => {
  const state = new StateDB();
  new Folds(state).set('params', false);
  await vi.waitFor(async () =>
    expect((await state.list('')).ids).toHaveLength(1)
  );
  const again = new Folds(state);
  await vi.waitFor(() => expect(again.isOpen('params', true)).toBe(false));
});

it('what is touched before the memory is there, stays', async () => {
  const state = new StateDB();
  new Folds(state).set('params', false);
  await vi.waitFor(async () =>
    expect((await state.list('')).ids).toHaveLength(1)
  );
  const again = new Folds(state);
  again.set('params', true);
  await new Promise<void>(done => again.changed.connect(() => done()));
  expect(again.isOpen('params', false)).toBe(true);
});
