import * as React from 'react';
import { nullTranslator } from '@jupyterlab/translation';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';

import type { CellDifference, CodeDifference } from '../../rest';
import { CellDiffs, differenceAnswer } from '../celldiffs';

afterEach(cleanup);

const trans = nullTranslator.load('jupyter-tracker');

function cell(about: Partial<CellDifference>): CellDifference {
  const same = { change: 'same', kind: 'code' } as const;
  return { ...same, lines: 0, diff: [], before: '[1]', after: '[1]', ...about };
}

function difference(cells: CellDifference[], mind: string[] = []) {
  return {
    what: 'slice',
    runs: [],
    same: cells.every(({ change }) => change === 'same'),
    lines: cells.reduce((sum, { lines }) => sum + lines, 0),
    cells,
    mind
  } satisfies CodeDifference;
}

it('shows what differs, with both numbers of a cell, and counts the rest', () => {
  const found = difference(
    [
      cell({}),
      cell({
        change: 'changed',
        before: '[3]',
        after: '[7]',
        lines: 1,
        diff: [
          { op: '-', text: 'depth = 4' },
          { op: '+', text: 'depth = 8' }
        ]
      }),
      cell({
        change: 'added',
        kind: 'module',
        before: null,
        after: 'helper',
        lines: 1,
        diff: [{ op: '+', text: 'x = 1' }]
      })
    ],
    ['first: its notebook is known as executed only']
  );
  render(<CellDiffs found={found} trans={trans} />);
  expect(screen.getByRole('group', { name: '[3] → [7]' }).textContent).toBe(
    '- depth = 4+ depth = 8'
  );
  expect(
    screen.getByRole('group', { name: 'module helper, new' })
  ).toBeTruthy();
  expect(screen.getByText('1 cell the same')).toBeTruthy();
  expect(screen.getByText(/known as executed only/)).toBeTruthy();
  expect(differenceAnswer(found, trans)).toBe('2 lines in 2 cells');
});

it('says so where nothing differs', () => {
  const found = difference([cell({})]);
  render(<CellDiffs found={found} trans={trans} />);
  expect(screen.getByText('Nothing differs.')).toBeTruthy();
  expect(differenceAnswer(found, trans)).toBe('the same');
});
