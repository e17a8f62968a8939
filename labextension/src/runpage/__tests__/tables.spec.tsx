import * as React from 'react';
import { nullTranslator } from '@jupyterlab/translation';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

import type { TableContent } from '../../rest';
import { Content, tableCurves } from '../tables';

// jsdom has no canvas: what a chart is given is told by tableCurves
vi.mock('../../charts/inline', () => ({ InlineChart: () => null }));

afterEach(cleanup);

const trans = nullTranslator.load('jupyter-tracker');

function table(about: Partial<TableContent>): TableContent {
  return {
    name: 't',
    what: 'table',
    columns: [],
    rows: [],
    total: 0,
    ...about
  };
}

it('a confusion matrix is as deep as the share of its row', () => {
  render(
    <Content
      table={table({
        what: 'confusion',
        columns: ['true', 'cat', 'dog'],
        rows: [
          ['cat', 3, 1],
          ['dog', 0, 4]
        ]
      })}
      trans={trans}
    />
  );
  const share = (title: RegExp) =>
    screen.getByTitle(title).style.getPropertyValue('--jt-share');
  expect(share(/^3 of 4 that are cat: 75 %/)).toBe('41%');
  expect(share(/^0 of 4 that are dog: 0 %/)).toBe('0%');
  expect(share(/^4 of 4 that are dog: 100 %/)).toBe('55%');
});

it('a curve is its numbers over its first column, what it was found at apart', () => {
  const curves = tableCurves(
    table({
      what: 'curve',
      columns: ['fpr', 'tpr', 'thresholds'],
      rows: [
        [0, 0, { float: 'inf' }],
        [1, 1, 0.1],
        [0, 0.8, 0.7]
      ]
    })
  );
  expect(curves.map(({ label }) => label)).toEqual(['tpr']);
  expect(curves[0].series.step).toEqual([0, 0, 1]); // both points at 0 stay
  expect(curves[0].series.value).toEqual([0, 0.8, 1]);
});

it('what is called a curve and has no numbers to go along is a table', () => {
  const odd = table({
    what: 'curve',
    columns: ['split', 'score'],
    rows: [['first', 0.9]]
  });
  expect(tableCurves(odd)).toEqual([]);
  render(<Content table={odd} trans={trans} />);
  expect(screen.getByRole('rowheader').textContent).toBe('first');
});

it('says how many rows were kept', () => {
  render(
    <Content
      table={table({ columns: ['a'], rows: [[1], [2]], total: 900 })}
      trans={trans}
    />
  );
  expect(screen.getByText('The first 2 rows were kept.')).toBeTruthy();
});
