import { expect, it } from 'vitest';

import { FIRST_CHOICE, renewed } from '../choice';

const before = { scope: 'notebook', sort: 'started', order: 'desc' } as const;
const now = { scope: 'store', sort: 'name', order: 'asc' } as const;

it('what nobody chose follows the settings', () => {
  expect(renewed(FIRST_CHOICE, before, now)).toMatchObject(now);
});

it('what was chosen stays', () => {
  const chosen = { ...FIRST_CHOICE, filter: 'star', order: 'asc' } as const;
  expect(renewed(chosen, before, now)).toEqual({ ...chosen, scope: 'store' });
});

it('it is the same choice where settings change nothing of it', () => {
  expect(renewed(FIRST_CHOICE, before, before)).toBe(FIRST_CHOICE);
});
