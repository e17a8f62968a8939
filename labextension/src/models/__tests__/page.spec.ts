import { expect, it } from 'vitest';

import { run } from '../../__tests__/fakes';
import { PAGE, PagedRuns } from '../page';

function page(first: number, count = PAGE) {
  return Array.from({ length: count }, (_, place) => run(`r${first + place}`));
}

it('knows only the pages that were looked at', () => {
  const list = new PagedRuns();
  list.set(0, page(0), 250);
  list.set(2, page(200, 50), 250);
  expect(list.total).toBe(250);
  expect(list.at(3)?.id).toBe('r3');
  expect(list.at(249)?.id).toBe('r249');
  expect(list.at(150)).toBeNull();
  expect(list.at(250)).toBeNull();
});

it('finds a run and its place wherever it is', () => {
  const list = new PagedRuns();
  list.set(2, page(200, 50), 250);
  expect(list.placeOf('r210')).toBe(210);
  expect(list.find('r210')?.name).toBe('run r210');
  expect(list.placeOf('r1')).toBe(-1);
  expect(list.find('r1')).toBeNull();
});

it('tells the runs in the order of the list, however they came', () => {
  const list = new PagedRuns();
  list.set(1, page(100, 2), 102);
  list.set(0, page(0, 2), 102);
  expect(list.loaded.map(one => one.id)).toEqual(['r0', 'r1', 'r100', 'r101']);
});

it('forgets the pages that nobody looks at any more', () => {
  const list = new PagedRuns();
  list.set(0, page(0), 250);
  list.set(1, page(100), 250);
  list.keepOnly([1]);
  expect(list.has(0)).toBe(false);
  expect(list.at(100)?.id).toBe('r100');
  expect(list.total).toBe(250);
  list.clear();
  expect(list.total).toBe(0);
});
