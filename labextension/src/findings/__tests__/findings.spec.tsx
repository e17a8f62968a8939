import { nullTranslator } from '@jupyterlab/translation';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';
import { afterEach, expect, it, vi } from 'vitest';

import type { Configurations, ModelTable, Moved } from '../../rest';
import {
  ConfigurationTable,
  DifferenceTable,
  configurationsAnswer,
  probability
} from '../configurations';
import { ModelsView, modelsAnswer } from '../models';
import { MovedView } from '../moved';

const trans = nullTranslator.load('jupyter-tracker');

afterEach(cleanup);

const FOUND: Configurations = {
  metric: 'metrics.acc',
  direction: 'up',
  best: 1,
  corrected: 'Holm, 1 comparison',
  configurations: [
    {
      name: 'depth=6',
      params: { depth: 6 },
      mean: { n: 3, mean: 0.9, std: 0.01, low: 0.875, high: 0.925 },
      runs: ['a', 'b', 'c', 'd'],
      counted: ['a', 'b', 'c'],
      left_out: { unfinished: 1, again: 0, 'no number': 0 }
    },
    {
      name: 'depth=8',
      params: { depth: 8 },
      mean: { n: 1, mean: 0.95, std: null, low: null, high: null },
      runs: ['e'],
      counted: ['e'],
      left_out: { unfinished: 0, again: 0, 'no number': 0 }
    }
  ],
  differences: [
    {
      first: 0,
      second: 1,
      test: 'Welch’s t',
      n: [3, 3],
      difference: 0.05,
      low: 0.03,
      high: 0.07,
      p: 0.01,
      adjusted: 0.01,
      pairs: null,
      note: ''
    }
  ]
};

it('n stands by every mean, and what is left out is said', () => {
  const onIrrelevant = vi.fn();
  render(
    <ConfigurationTable
      found={FOUND}
      trans={trans}
      isWritable
      onIrrelevant={onIrrelevant}
    />
  );
  expect(screen.getByText('1 not finished')).toBeTruthy();
  expect(screen.getByText('0.875 … 0.925')).toBeTruthy();
  expect(
    screen.getByTitle('One run says nothing of how far others would be')
  ).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'depth is irrelevant' }));
  expect(onIrrelevant).toHaveBeenCalledWith('depth');
});

it('who may not write sees no button that would', () => {
  const props = { found: FOUND, trans, onIrrelevant: vi.fn() };
  render(<ConfigurationTable {...props} isWritable={false} />);
  expect(screen.queryByRole('button')).toBeNull();
});

it('a test is named, and what it found said in words', () => {
  render(<DifferenceTable found={FOUND} trans={trans} />);
  expect(screen.getByText('they differ')).toBeTruthy();
  expect(screen.getByText(/Holm, 1 comparison/)).toBeTruthy();
  expect(configurationsAnswer(FOUND, trans)).toBe(
    '0.900 ± 0.025 (n = 3) against 0.95 (n = 1); they differ (Welch’s t, p = 0.01)'
  );
  expect(probability(0.00001)).toBe('< 0.001');
});

it('ranks what changed, and says of what history cannot tell', () => {
  const moved: Moved = {
    metric: 'metrics.acc',
    direction: 'up',
    first: 'a',
    second: 'b',
    values: [0.9, 0.94],
    change: 0.04,
    explained: 0.03,
    unknown: ['data'],
    history: 12,
    sentence: '',
    noise: { std: 0.03, runs: 5, within: true },
    changes: [
      {
        aspect: 'param',
        name: 'depth',
        way: 'alone',
        change: 0.03,
        low: 0.02,
        high: 0.04,
        n: 3,
        runs: 6,
        share: 0.75,
        better: true,
        text: 'depth: +0.03',
        before: '6',
        after: '8',
        details: []
      },
      {
        aspect: 'code',
        name: 'code',
        way: 'unknown',
        change: null,
        low: null,
        high: null,
        n: 0,
        runs: 0,
        share: null,
        better: null,
        text: 'code: history cannot tell',
        before: null,
        after: null,
        details: ['2 lines in cell [4]']
      }
    ]
  };
  render(<MovedView moved={moved} trans={trans} />);
  const rows = screen.getAllByRole('row').map(row => row.textContent);
  expect(rows[1]).toContain('6 → 8');
  expect(rows[1]).toContain('+0.03 ▲');
  expect(rows[1]).toContain('6 runs that differ in it alone');
  expect(rows[2]).toContain('2 lines in cell [4]');
  expect(rows[2]).toContain('history cannot tell');
  expect(screen.getByText(/this change is no more than that/)).toBeTruthy();
  expect(screen.getByText(/Not known of one of the runs: data/)).toBeTruthy();
});

it('models stand side by side, errors below, and what may not be compared is said', () => {
  const table: ModelTable = {
    models: [
      { run: 'a', name: 'small', outcome: 'y', settings: {} },
      { run: 'b', name: 'large', outcome: 'log(y)', settings: {} }
    ],
    terms: [
      {
        term: 'x',
        cells: [{ estimate: 1.5, std_error: 0.25, p: 0.001, stars: '**' }, null]
      }
    ],
    n: [344, 333],
    fit: [{ name: 'aic', values: [10, 12], best: [] }],
    comparable: [[0], [1]],
    why_not: ['the outcome differs'],
    more: 0,
    markdown: '',
    latex: ''
  };
  render(<ModelsView table={table} trans={trans} />);
  const [, term, outcome, count] = screen
    .getAllByRole('row')
    .map(row => row.textContent);
  expect(term).toBe('x1.5**(0.25)–');
  expect(outcome).toBe('outcomeylog(y)');
  expect(count).toBe('N344333');
  expect(screen.getByText(/not compared across all models/)).toBeTruthy();
  expect(modelsAnswer(table, trans)).toBe('2 models; the outcome differs');
});
