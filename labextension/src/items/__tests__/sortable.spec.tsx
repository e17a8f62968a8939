import * as React from 'react';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';

import { SortableTable, type ISortableRow } from '../sortable';

afterEach(cleanup);

function row(id: string, value: number | null): ISortableRow {
  return {
    id,
    cells: [
      { key: id, text: id },
      { key: value, text: String(value) }
    ]
  };
}

function show() {
  const rows = [row('a', 2), row('b', null), row('c', 10), row('d', NaN)];
  render(
    <SortableTable label="t" columns={['name', 'x']} rows={rows} hasNames />
  );
  return () => screen.getAllByRole('rowheader').map(one => one.textContent);
}

it('a click on a head sorts down, up, and as it was; what has no value stays last', () => {
  const order = show();
  const head = screen.getByRole('button', { name: 'x' });
  const sort = () =>
    screen.getByRole('columnheader', { name: 'x' }).getAttribute('aria-sort');
  expect(sort()).toBeNull();
  fireEvent.click(head);
  expect([order(), sort()]).toEqual([['c', 'a', 'b', 'd'], 'descending']);
  fireEvent.click(head);
  expect([order(), sort()]).toEqual([['a', 'c', 'b', 'd'], 'ascending']);
  fireEvent.click(head);
  expect([order(), sort()]).toEqual([['a', 'b', 'c', 'd'], null]);
});
