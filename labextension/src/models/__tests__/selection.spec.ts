import { expect, it } from 'vitest';

import { Selection } from '../selection';

const ORDER = ['a', 'b', 'c', 'd'];

it('keeps the order in which the runs were selected: the first is the baseline', () => {
  const selection = new Selection();
  selection.toggle('c');
  selection.toggle('a');
  expect(selection.ids).toEqual(['c', 'a']);
  selection.toggle('c');
  expect(selection.ids).toEqual(['a']);
});

it('shift takes all between the last one and this one, in either direction', () => {
  const selection = new Selection();
  selection.toggle('c');
  selection.extend('a', ORDER);
  expect([...selection.ids].sort()).toEqual(['a', 'b', 'c']);
  selection.only('b');
  selection.extend('d', ORDER);
  expect(selection.ids).toEqual(['b', 'c', 'd']);
});

it('shift without anything before it selects this one', () => {
  const selection = new Selection();
  selection.extend('b', ORDER);
  expect(selection.ids).toEqual(['b']);
});

it('says when it changed, and not when it did not', () => {
  const selection = new Selection();
  let count = 0;
  selection.changed.connect(() => (count += 1));
  selection.clear();
  expect(count).toBe(0);
  selection.toggle('a');
  selection.clear();
  expect(count).toBe(2);
  expect(selection.has('a')).toBe(false);
});
