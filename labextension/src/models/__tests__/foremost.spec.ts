import { expect, it } from 'vitest';

import { parted, partedOrAll } from '../foremost';

const ROWS = ['loss', 'tmp', 'acc'].map(name => ({ name }));
const names = (rows: readonly { name: string }[]) =>
  rows.map(({ name }) => name);

it('what is foremost stands first, in the order in which it is named', () => {
  const { first, rest } = parted(ROWS, ['acc', 'loss', 'depth']);
  expect(names(first)).toEqual(['acc', 'loss']);
  expect(names(rest)).toEqual(['tmp']);
});

it('where nothing is, all may stand first', () => {
  expect(names(parted(ROWS, []).rest)).toEqual(['loss', 'tmp', 'acc']);
  expect(names(partedOrAll(ROWS, ['depth']).first)).toEqual(names(ROWS));
});
