import { beforeEach, describe, expect, it, vi } from 'vitest';

import {
  FakeContext,
  FakeSocket,
  STATUS,
  service,
  settle
} from '../../__tests__/fakes';
import { ChartBrushes } from '../../models/brushed';
import { Colours } from '../../models/colours';
import { Rulings } from '../../models/rulings';
import { RunsModel } from '../../models/runs';
import { Requests } from '../../requests';
import type { TablePage } from '../../rest';
import type { IRunTracker } from '../../tokens';
import { FilterHistory } from '../history';
import { FIRST_LAYOUT } from '../layout';
import { TableModel } from '../model';
import { TableService } from '../service';

/** What the table asks the server. */
function asked() {
  const table = TableService.prototype;
  const rows = (ids: string[]) =>
    ({
      rows: ids.map(id => ({ id, name: id, values: [], fold: null })),
      total: ids.length,
      runs: ids.length
    }) as unknown as TablePage;
  return {
    page: vi.spyOn(table, 'page').mockResolvedValue(rows(['b', 'a'])),
    these: vi.spyOn(table, 'these').mockResolvedValue(rows(['b', 'a'])),
    headers: vi
      .spyOn(table, 'headers')
      .mockResolvedValue({ headers: [], runs: 2 }),
    first: vi.spyOn(table, 'firstColumns').mockResolvedValue({
      metrics: ['acc'],
      params: ['depth'],
      differing: ['depth'],
      columns: ['metrics.acc', 'params.depth'],
      directions: { acc: 'up' }
    }),
    brushed: vi
      .spyOn(table, 'brushed')
      .mockImplementation((_, brushes, filter) =>
        Promise.resolve([filter, ...brushes.map(one => one.column)].join(' & '))
      ),
    views: vi.spyOn(table, 'views').mockResolvedValue({}),
    rows
  };
}

function table(
  about: Partial<typeof FIRST_LAYOUT> = {},
  brushes = new ChartBrushes()
): TableModel {
  const fake = service();
  vi.spyOn(fake, 'status').mockResolvedValue({ ...STATUS, runs: 2 });
  const context = new FakeContext();
  const [colours, rulings] = [new Colours(fake), new Rulings(fake)];
  const runs = new RunsModel({ service: fake, context, colours, rulings });
  const tracker = {
    requests: new Requests(),
    service: fake,
    context,
    runs,
    colours,
    brushes,
    rulings
  } as unknown as IRunTracker;
  return new TableModel({
    tracker,
    path: 'study.ipynb',
    layout: { ...FIRST_LAYOUT, ...about },
    history: new FilterHistory(null),
    onFault: error => {
      throw error;
    }
  });
}

describe('the table', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  it('shows the columns that differ until somebody chooses others', async () => {
    asked();
    const model = table();
    model.isActive = true;
    await settle();
    expect(model.columns).toEqual(['state', 'metrics.acc', 'params.depth']);
    model.arrange({ columns: ['metrics.acc'] });
    expect(model.columns).toEqual(['metrics.acc']);
    model.arrangeColumn('metrics.acc', { title: 'accuracy' });
    expect(model.about('metrics.acc').title).toBe('accuracy');
    model.dispose();
  });

  it('asks nothing while nobody looks', async () => {
    const { page } = asked();
    const model = table();
    await settle(1000);
    expect(page).not.toHaveBeenCalled();
    model.dispose();
  });

  it('lets pinned runs stand first, however the others are sorted', () => {
    const model = table({ sort: [{ column: 'metrics.acc' }] });
    expect(model.question.sort).toEqual([
      { column: 'pinned', descending: true },
      { column: 'metrics.acc' }
    ]);
    model.dispose();
  });

  it('puts what is brushed after what was typed, each column once', async () => {
    asked();
    const model = table({ filter: 'typed', typed: 'typed' });
    model.isActive = true;
    await settle();
    await model.setBrush('metrics.acc', { column: 'metrics.acc', low: 0 });
    await model.setBrush('params.depth', { column: 'params.depth', low: 0 });
    await model.setBrush('metrics.acc', { column: 'metrics.acc', low: 1 });
    expect(model.layout.filter).toBe('typed & params.depth & metrics.acc');
    expect(model.layout.brushes[1]?.low).toBe(1);
    await model.setBrush('params.depth', null);
    await model.setBrush('metrics.acc', null);
    expect(model.layout.filter).toBe('typed');
    model.choose({ filter: 'other' });
    expect(model.layout.brushes).toEqual([]);
    model.dispose();
  });

  it('takes what is brushed in charts of its store, in place of what was', async () => {
    asked();
    const charts = new ChartBrushes();
    const model = table({ filter: 'typed', typed: 'typed' }, charts);
    model.isActive = true;
    await settle();
    const [lr, acc] = ['params.lr', 'metrics.acc'].map(column => ({ column }));
    await model.setBrush('params.depth', { column: 'params.depth', low: 0 });
    charts.tell({ path: 'study.ipynb', before: [], brushes: [lr, acc] });
    charts.tell({ path: 'other.ipynb', before: [], brushes: [] });
    await settle();
    expect(model.layout.filter).toBe(
      'typed & params.depth & params.lr & metrics.acc'
    );
    charts.tell({ path: 'study.ipynb', before: [lr, acc], brushes: [] });
    await settle();
    expect(model.layout.filter).toBe('typed & params.depth');
    model.dispose();
  });

  it('leaves rows where they are while somebody reads, and says how many came', async () => {
    const { page, these, rows } = asked();
    const model = table();
    model.isActive = true;
    await settle();
    model.isHeld = true;
    page.mockResolvedValue(rows(['c', 'b', 'a']));
    FakeSocket.newest.say({ type: 'changed', runs: ['c'], cursor: 2 });
    await settle(1000);
    expect(these).toHaveBeenCalled();
    expect(model.waiting).toBe(1);
    expect(model.rows.lines.total).toBe(2);
    model.isHeld = false;
    await settle();
    expect(model.waiting).toBe(0);
    expect(model.rows.lines.total).toBe(3);
    model.dispose();
  });

  it('remembers filters that were understood', async () => {
    asked();
    const model = table();
    model.isActive = true;
    await settle();
    model.choose({ filter: 'params.depth == 7' });
    await settle();
    expect(model.history.filters).toEqual(['params.depth == 7']);
    model.dispose();
  });
});
