import { describe, expect, it, vi } from 'vitest';

import { Requests } from '../../requests';
import type { Groups, TablePage, TableRow } from '../../rest';
import { brushOf, isBrushed, withCategory } from '../heads';
import { Rows } from '../rows';
import { TableService } from '../service';

const TOTAL = 250;

/** A service of so many runs, of which every tenth has two folded under it. */
function service(total = TOTAL) {
  const asked = new TableService(new Requests());
  const tableRow = (id: string, place: number): TableRow =>
    ({
      id,
      name: id,
      values: [place],
      fold: place % 10 === 0 ? { same: [`${id}a`], failed: [`${id}b`] } : null
    }) as unknown as TableRow;
  vi.spyOn(asked, 'page').mockImplementation((_, which, { offset, limit }) => {
    const places = Array.from({ length: limit }, (_, at) => offset + at);
    const rows = places
      .filter(place => place < total)
      .map(place => tableRow(`${which.filter}${place}`, place));
    return Promise.resolve({ rows, total, runs: total } as TablePage);
  });
  vi.spyOn(asked, 'these').mockImplementation((_, runs) => {
    const rows = runs.map(id => tableRow(id, 999));
    return Promise.resolve({ rows, total: rows.length } as TablePage);
  });
  vi.spyOn(asked, 'groups').mockImplementation(() =>
    Promise.resolve({
      groups: [
        { filter: 'g', size: 3, key: [], metrics: {}, params: {} },
        { filter: 'h', size: 2, key: [], metrics: {}, params: {} }
      ],
      total: 2,
      runs: 5
    } as unknown as Groups)
  );
  return asked;
}

const QUESTION = {
  filter: '',
  scope: 'store',
  sort: [],
  columns: ['metrics.acc', 'state'],
  groups: [],
  isFolded: true
};
const onFault = (error: unknown) => {
  throw error;
};

/** What stands in the lines. */
function ids(rows: Rows, first: number, last: number): string[] {
  const found = [];
  for (let at = first; at <= last; at += 1) {
    const line = rows.lines.at(at);
    found.push(
      line.kind === 'group' ? line.group.group.filter : (line.row?.id ?? '?')
    );
  }
  return found;
}

describe('rows', () => {
  it('asks for the page that comes into sight, once', async () => {
    const asked = service();
    const rows = new Rows(asked, 'n', onFault);
    await rows.reload(QUESTION);
    expect(rows.lines.total).toBe(TOTAL);
    expect(ids(rows, 99, 100)).toEqual(['99', '?']);
    rows.want(90, 120);
    rows.want(91, 121);
    await rows.until(90, 120);
    expect(ids(rows, 99, 101)).toEqual(['99', '100', '101']);
    expect(asked.page).toHaveBeenCalledTimes(2);
  });

  it('unfolds what is folded under a row, and keeps it so when asked anew', async () => {
    const rows = new Rows(service(), 'n', onFault);
    await rows.reload(QUESTION);
    await rows.toggleFold(rows.lines.list, '10');
    expect(rows.lines.total).toBe(TOTAL + 2);
    expect(ids(rows, 9, 13)).toEqual(['9', '10', '10a', '10b', '11']);
    expect(rows.lines.at(12)).toMatchObject({ under: 'failed', place: 10 });
    await rows.reload(QUESTION);
    expect(ids(rows, 9, 13)).toEqual(['9', '10', '10a', '10b', '11']);
    await rows.toggleFold(rows.lines.list, '10');
    expect(rows.lines.total).toBe(TOTAL);
  });

  it('shows newer values where the rows stand, and says how many runs there are', async () => {
    const rows = new Rows(service(), 'n', onFault);
    await rows.reload(QUESTION);
    rows.want(0, 5);
    expect(await rows.renew()).toBe(TOTAL);
    const line = rows.lines.at(3);
    expect(line.kind === 'run' && line.row?.values.get('metrics.acc')).toBe(
      999
    );
    expect(ids(rows, 0, 3)).toEqual(['0', '1', '2', '3']);
  });

  it('has the rows of a group below it once it is opened', async () => {
    const asked = service(3);
    const rows = new Rows(asked, 'n', onFault);
    await rows.reload({ ...QUESTION, filter: 'x', groups: ['day'] });
    expect(ids(rows, 0, 1)).toEqual(['g', 'h']);
    const [group] = rows.lines.groups ?? [];
    await rows.toggleGroup(group);
    expect(ids(rows, 0, 4)).toEqual([
      'g',
      '(x) and (g)0',
      '(x) and (g)1',
      '(x) and (g)2',
      'h'
    ]);
    expect(rows.runs).toBe(5);
  });

  it('gives the answer to what was asked last', async () => {
    const asked = service();
    const rows = new Rows(asked, 'n', onFault);
    await rows.reload(QUESTION);
    let answer: (page: TablePage) => void = () => undefined;
    vi.spyOn(asked, 'page').mockImplementationOnce(
      () => new Promise(resolve => (answer = resolve))
    );
    const slow = rows.reload({ ...QUESTION, filter: 'slow' });
    await rows.reload({ ...QUESTION, filter: 'fast' });
    answer({ rows: [], total: 0, runs: 0, cursor: 1 });
    await slow;
    expect(ids(rows, 0, 0)).toEqual(['fast0']);
  });
});

describe('brushes', () => {
  const bins = [0, 1, 2].map(at => ({
    low: at / 3,
    high: (at + 1) / 3,
    count: 1,
    filter: ''
  }));
  const numbers = {
    column: 'metrics.acc',
    count: 3,
    missing: 0,
    kind: 'number' as const,
    bins
  };

  it('takes all from one bar to another, with few digits and none left out', () => {
    const brush = brushOf(numbers, 1, 2);
    expect(brush?.low).toBe(0.3333);
    expect(brush?.high).toBe(1);
    expect([0, 1, 2].map(at => isBrushed(numbers, brush!, at))).toEqual([
      false,
      true,
      true
    ]);
    expect(brushOf(numbers, 0, 0)?.high).toBe(0.3334);
  });

  it('takes whole numbers themselves', () => {
    const whole = {
      ...numbers,
      whole: true,
      bins: [1, 2, 3].map(at => ({
        low: at - 0.5,
        high: at + 0.5,
        count: 1,
        filter: ''
      }))
    };
    expect(brushOf(whole, 0, 1)).toMatchObject({ low: 1, high: 2 });
  });

  it('adds categories one by one', () => {
    const kinds = {
      column: 'params.on',
      count: 3,
      missing: 0,
      kind: 'category' as const,
      categories: [
        { value: 'rf', count: 2, filter: 'params.on == "rf"' },
        { value: 'True', count: 1, filter: 'params.on == 1' }
      ]
    };
    const one = withCategory(kinds, null, 1);
    expect(one?.values).toEqual([1]);
    const two = withCategory(kinds, one, 0);
    expect(two?.values).toEqual([1, 'rf']);
    expect(withCategory(kinds, withCategory(kinds, two, 0), 1)).toBeNull();
  });
});
