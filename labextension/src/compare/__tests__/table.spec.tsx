import { RenderMimeRegistry } from '@jupyterlab/rendermime';
import * as React from 'react';
import { nullTranslator } from '@jupyterlab/translation';
import {
  cleanup,
  fireEvent,
  render,
  screen,
  within
} from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

import { comparison, run } from '../../__tests__/fakes';
import { Folds } from '../../models/folds';
import type { Comparison } from '../../rest';
import type { CompareModel } from '../model';
import { CompareTable } from '../table';

afterEach(cleanup);

const RUNS = [run('a', { name: 'first' }), run('b', { name: 'second' })];
const trans = nullTranslator.load('jupyter-tracker');

function show(about: Partial<Comparison>) {
  const answer = comparison(RUNS, about);
  const folds = new Folds(null);
  const columns = RUNS.map((one, place) => ({
    run: one,
    place,
    isBaseline: place === 0
  }));
  const model = {
    columns,
    folds,
    baseline: 'a',
    colour: () => 'red',
    isBrief: true,
    shown: { isThere: true, of: () => [] }
  } as unknown as CompareModel;
  const onOpen = vi.fn();
  const draw = () => (
    <CompareTable
      model={model}
      comparison={answer}
      trans={trans}
      onOpen={onOpen}
      onReport={vi.fn()}
      rendermime={new RenderMimeRegistry()}
    />
  );
  const { rerender } = render(draw());
  folds.changed.connect(() => rerender(draw()));
  return { model, onOpen };
}

/** The texts of a row's cells. */
function row(name: string): (string | null)[] {
  const header = screen.getByRole('rowheader', { name });
  return within(header.closest('tr') as HTMLElement)
    .getAllByRole('cell')
    .map(cell => cell.textContent);
}

const DEPTH = { name: 'depth', values: [6, 8], differs: true };
const SEED = { name: 'seed', values: [1, 1], differs: false };

it('what differs is shown, what is the same is folded away', () => {
  show({ params: [DEPTH, SEED] });
  expect(row('depth')).toEqual(['6', '8']);
  expect(screen.queryByText('seed')).toBeNull();
  const same = screen.getByRole('button', { name: /1 the same/ });
  expect(same.getAttribute('aria-expanded')).toBe('false');
  fireEvent.click(same);
  expect(row('seed')).toEqual(['1', '1']);
});

it('a folded section keeps its one-line answer', () => {
  show({
    params: [DEPTH],
    sections: { ...comparison(RUNS).sections, params: 'depth differs' }
  });
  fireEvent.click(screen.getByRole('button', { name: /Params/ }));
  expect(screen.queryByText('depth')).toBeNull();
  expect(screen.getByText('depth differs')).toBeTruthy();
});

it('what a run does not have is said, with the reason', () => {
  show({ params: [{ name: 'warmup', values: [null, 3], differs: true }] });
  expect(row('warmup')).toEqual(['–', '3']);
  expect(screen.getByTitle('first has no warmup').textContent).toBe('–');
});

it('a metric tells its change, whether that is good, and the best', () => {
  show({
    metrics: [
      {
        name: 'loss',
        values: [0.25, 0.2],
        deltas: [0, -0.05],
        ratios: [1, 0.8],
        best: [1],
        direction: 'down',
        series: true
      }
    ]
  });
  expect(row('loss')).toEqual(['0.25', '0.2−0.05 ▲−20\u00a0%best']);
  expect(screen.getByText('−0.05 ▲').dataset.good).toBe('true');
});

it('a change has no colour where nobody knows which direction is better', () => {
  show({
    metrics: [
      {
        name: 'size',
        values: [1, 2],
        deltas: [0, 1],
        ratios: [1, 2],
        best: [],
        direction: null,
        series: false
      }
    ]
  });
  expect(screen.getByText('+1 ↑').dataset.good).toBeUndefined();
});

it('inputs are told apart by their content', () => {
  show({
    inputs: [
      {
        path: 'data.csv',
        hashes: ['b3:0123456789', null],
        sizes: [2100, null],
        differs: true
      }
    ]
  });
  fireEvent.click(screen.getByRole('button', { name: /Inputs/ }));
  expect(row('data.csv')).toEqual(['01234567 2.1 kB', '–']);
});

it('any other run can be opened and made the baseline', () => {
  const { model, onOpen } = show({});
  fireEvent.click(screen.getByRole('button', { name: 'second' }));
  expect(onOpen).toHaveBeenCalledWith('b');
  fireEvent.click(
    screen.getByRole('button', { name: 'Make second the baseline' })
  );
  expect(model.baseline).toBe('b');
});

it('of very many rows the first are shown, the rest one click off', () => {
  const params = Array.from({ length: 45 }, (_, place) => ({
    ...DEPTH,
    name: `p${place}`
  }));
  show({ params });
  expect(screen.queryByText('p44')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: /5 more/ }));
  expect(row('p44')).toEqual(['6', '8']);
});
