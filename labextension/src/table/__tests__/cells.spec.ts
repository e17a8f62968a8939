import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import type { Group, Value } from '../../rest';
import { cellOf, groupCell, plainCell } from '../cells';
import { editOf } from '../editing';
import { csvLine, groupLines, pythonText, runsCode, tsvLine } from '../export';
import type { IRow } from '../list';

const trans = nullTranslator.load('');
const around = { format: 'auto' as const, now: 2_000, trans };

export function row(about: Partial<IRow> = {}, values: object = {}): IRow {
  return {
    id: 'run1',
    name: 'run',
    state: 'finished',
    experiment: null,
    tags: {},
    note: null,
    started: 1_000,
    ended: 1_010,
    duration: 10,
    heard: null,
    notebook: null,
    cell_id: null,
    star: false,
    baseline: false,
    pinned: false,
    archived: false,
    parent: null,
    fold: null,
    values: new Map(Object.entries(values) as [string, Value][]),
    ...about
  };
}

describe('cells', () => {
  it.each([
    [0.123456, '0.1235', '0.123456'],
    [1e-300, '1e−300', '1e-300'],
    [12345678901, '1.235e10', '12345678901'],
    [-2, '−2', '-2'],
    [{ float: 'nan' }, 'NaN', 'NaN'],
    [{ float: '-inf' }, '−∞', '-Infinity'],
    ['<b>x</b>', '<b>x</b>', '<b>x</b>'],
    [true, 'True', 'True']
  ])('shows %j short, and gives it away in full', (value, short, full) => {
    const one = row({}, { 'metrics.acc': value });
    expect(cellOf(one, 'metrics.acc', around).text).toBe(short);
    expect(plainCell(one, 'metrics.acc')).toBe(full);
  });

  it('says that a run lacks a value', () => {
    const cell = cellOf(row(), 'params.depth', around);
    expect(cell).toMatchObject({ text: '–', title: 'This run has no depth' });
    expect(plainCell(row(), 'params.depth')).toBe('');
  });

  it('counts how long a run has been going on', () => {
    const live = row({ state: 'running', started: 1_958, duration: null });
    expect(cellOf(live, 'state', around).text).toBe('00:42');
    expect(cellOf(row(), 'state', around).text).toBe('10 s');
  });

  it('tells mean, spread, n and best of a group', () => {
    const metric = {
      n: 3,
      mean: 0.9412,
      std: 0.01,
      low: 0.9372,
      high: 0.9452,
      best: 0.95,
      best_run: 'a'
    };
    const group = { metrics: { acc: metric }, params: {} } as unknown as Group;
    const told = groupCell(group, 'metrics.acc', {
      ...around,
      spread: 'interval'
    });
    expect(told).toMatchObject({
      text: '0.9412 ± 0.0040',
      beside: 'best 0.95'
    });
    expect(told.title).toContain('n = 3');
    const std = groupCell(group, 'metrics.acc', { ...around, spread: 'std' });
    expect(std.text).toBe('0.941 ± 0.010');
  });
});

describe('export', () => {
  it('lets no cell become a formula, and quotes what needs it', () => {
    expect(csvLine(['=HYPERLINK("x")', '-1.5', '@a', 'a,b', '-x'])).toBe(
      `"'=HYPERLINK(""x"")",-1.5,'@a,"a,b",'-x`
    );
    expect(tsvLine(['a\tb\nc', 'd'])).toBe('a b c\td');
  });

  it('writes groups as groups, with n, interval and best', () => {
    const group = (model: string, mean: number | null) =>
      ({
        key: [{ column: 'params.model', value: model, text: model }],
        size: 4,
        n: mean === null ? 0 : 3,
        metrics: {
          acc: { n: 3, mean, std: 0.1, low: 0.8, high: null, best: 0.95 }
        },
        params: { depth: { text: '4–10' } }
      }) as unknown as Group;
    const columns = ['params.model', 'metrics.acc', 'params.depth', 'state'];
    expect(groupLines([group('rf', 0.9), group('gb', null)], columns)).toEqual([
      [
        'params.model',
        'runs',
        'n',
        ...['mean', 'low', 'high', 'std', 'n', 'best'].map(
          of => `metrics.acc ${of}`
        ),
        'params.depth'
      ],
      ['rf', '4', '3', '0.9', '0.8', '', '0.1', '3', '0.95', '4–10'],
      ['gb', '4', '0', '', '0.8', '', '0.1', '3', '0.95', '4–10']
    ]);
    expect(groupLines([], columns)).toHaveLength(1);
  });

  it('writes a filter as Python text', () => {
    expect(runsCode('')).toMatch(/jt\.runs\(\)$/);
    expect(runsCode('params.model == "rf"')).toMatch(
      /jt\.runs\('params\.model == "rf"'\)$/
    );
    expect(pythonText(`it's "x" \\`)).toBe(`'it\\'s "x" \\\\'`);
  });
});

describe('editing', () => {
  it('makes of tags what was added, changed and taken away', () => {
    const tags = { old: '', stage: 'a' };
    expect(editOf({ tags }, 'tags', 'stage=b, new')).toEqual({
      tags: { old: null, stage: 'b', new: '' }
    });
    expect(editOf({ tags }, 'tags', 'old, stage=a')).toBeNull();
  });

  it('leaves a run its name', () => {
    expect(editOf({ tags: {} }, 'name', '')).toBeNull();
    expect(editOf({ tags: {} }, 'note', '')).toEqual({ set: { note: '' } });
  });
});
