import * as React from 'react';
import { nullTranslator } from '@jupyterlab/translation';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

import { run } from '../../__tests__/fakes';
import type { RunItem } from '../../rest';
import { RunRow, rowMetric, type IRunRowProps } from '../runrow';

afterEach(cleanup);

const NOW = 1_180;

function show(one: RunItem, about: Partial<IRunRowProps> = {}) {
  const heard = {
    onShow: vi.fn(),
    onSelect: vi.fn(),
    onOpen: vi.fn(),
    onFocus: vi.fn()
  };
  render(
    <RunRow
      run={one}
      below={null}
      metric=""
      colour="red"
      isShown={true}
      isSelected={false}
      isFocused={false}
      place={4}
      now={NOW}
      trans={nullTranslator.load('jupyter-tracker')}
      {...heard}
      {...about}
    />
  );
  return heard;
}

it('says its name, state, metric, age and what changed', () => {
  show(
    run('a', {
      name: 'rf-8',
      params: { depth: 8, n_jobs: 4 },
      foremost: ['acc', 'depth'],
      changed: { depth: 8 }
    })
  );
  const row = screen.getByRole('row');
  expect(row.textContent).toContain('rf-8');
  expect(row.textContent).toContain('0.9');
  expect(row.textContent).toContain('3 min ago');
  expect(row.textContent).toContain('depth 8');
  expect(row.textContent).not.toContain('n_jobs');
  expect(screen.getByRole('img', { name: 'finished' })).toBeTruthy();
  expect(row.getAttribute('aria-rowindex')).toBe('5');
});

it('every control has a name that says which run it is about', () => {
  show(run('a', { name: 'rf-8' }));
  expect(
    screen.getByRole('button', { name: 'Hide the curves of rf-8' })
  ).toBeTruthy();
  expect(screen.getByRole('checkbox', { name: 'Select rf-8' })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'rf-8' })).toBeTruthy();
});

it('a metric that a run lacks is a dash with its reason, never empty or zero', () => {
  show(run('a'), { metric: 'loss' });
  expect(screen.getByTitle('This run has no loss').textContent).toBe('–');
});

it('a run without any metric says so', () => {
  show(run('a', { metrics: {}, series: [], spark: null }));
  expect(screen.getByTitle('No metric was seen in this run')).toBeTruthy();
});

it('NaN is NaN', () => {
  show(run('a', { metrics: { acc: { float: 'nan' } } }));
  expect(screen.getByRole('row').textContent).toContain('NaN');
});

it('a running one tells how long already', () => {
  show(run('a', { state: 'running', started: NOW - 42, duration: null }));
  expect(screen.getByRole('row').textContent).toContain('running 00:42');
});

it('and how far it has come', () => {
  const live = { state: 'running' as const, started: NOW - 42, duration: null };
  show(run('a', { ...live, step: 12340 }));
  expect(screen.getByRole('row').textContent).toContain(
    'running 00:42 · step 12340'
  );
});

it('tells what the metric did against the run below', () => {
  show(run('a', { metrics: { acc: 0.95 } }), {
    below: run('b', { metrics: { acc: 0.9 } }),
    metric: 'acc'
  });
  expect(screen.getByTitle(/\+0\.05 ↑ against the run below/)).toBeTruthy();
});

it('a name is text, whatever it looks like', () => {
  show(run('a', { name: '<img src=x onerror=alert(1)>' }));
  expect(document.querySelector('img[src]')).toBeNull();
  expect(screen.getByRole('row').textContent).toContain('<img src=x');
});

it('a click on the swatch shows or hides, on the box selects, on the name opens', () => {
  const heard = show(run('a', { name: 'rf-8' }));
  fireEvent.click(screen.getByRole('button', { name: /curves of/ }));
  expect(heard.onShow).toHaveBeenCalledWith('a');
  fireEvent.click(screen.getByRole('checkbox'), { shiftKey: true });
  expect(heard.onSelect).toHaveBeenCalledWith('a', true);
  fireEvent.click(screen.getByRole('button', { name: 'rf-8' }));
  expect(heard.onOpen).toHaveBeenCalledWith('a');
});

it('control and a click on the name selects instead', () => {
  const heard = show(run('a', { name: 'rf-8' }));
  fireEvent.click(screen.getByRole('button', { name: 'rf-8' }), {
    ctrlKey: true
  });
  expect(heard.onSelect).toHaveBeenCalledWith('a', false);
  expect(heard.onOpen).not.toHaveBeenCalled();
});

it('the metric shown is the chosen one, else that of the curve, else the foremost', () => {
  const one = run('a', { metrics: { f1: 0.5, acc: 0.9 } });
  expect(rowMetric(one, 'loss')).toBe('loss');
  expect(rowMetric(one, '')).toBe('acc');
  expect(rowMetric({ ...one, spark: null }, '')).toBe('acc');
  const plain = { ...one, foremost: [] as RunItem['foremost'] };
  expect(rowMetric({ ...plain, spark: null }, '')).toBe('f1');
  expect(rowMetric({ ...one, spark: null, metrics: {} }, '')).toBeNull();
});

it('says how surely it comes out again, why no better, and what a replay found', () => {
  show(
    run('a', {
      grade: 'C',
      reasons: ['a.csv was changed after [2] had read it'],
      verdict: 'different'
    })
  );
  const grade = screen.getByRole('img', { name: 'Grade C' });
  expect(grade.textContent).toBe('C');
  expect(grade.title).toContain('a.csv was changed');
  const verdict = screen.getByRole('img', { name: 'Replay: different' });
  expect(verdict.textContent).toBe('≠');
});

it('says nothing of grade and verdict where there are none', () => {
  show(run('a'));
  expect(screen.queryByRole('img', { name: /Grade|Replay/ })).toBeNull();
});
