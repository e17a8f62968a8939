import { describe, expect, it } from 'vitest';
import { nullTranslator } from '@jupyterlab/translation';

import { brushOf, brushedAround } from '../brushing';
import { saidText } from '../said';
import { asked, FIRST_BOARD, moved, readBoard, type ICard } from '../cards';
import { columnOf } from '../../table/columns';
import { both, nameOf } from '../columns';
import { cellOf, fileName, python } from '../saving';

const trans = nullTranslator.load('');
const CURVE: ICard = { id: 'a', kind: 'curve', metric: 'loss', log_y: true };

describe('a board', () => {
  it('gives its curves what holds for all of them', () => {
    const board = { ...FIRST_BOARD, by: 'configuration', over: 'time' };
    expect(asked(CURVE, board)).toEqual({
      kind: 'curve',
      metric: 'loss',
      log_y: true,
      over: 'time',
      smoothing: null,
      by: 'configuration',
      band: 'mean-ci'
    });
    const bars: ICard = { id: 'b', kind: 'bar', metric: 'acc', by: 'params.x' };
    expect(asked(bars, { ...board, colour: 'params.y' })).toEqual({
      kind: 'bar',
      metric: 'acc',
      by: 'params.x'
    });
  });

  it('is read again as far as it is one', () => {
    const kept = { over: 'time', cards: [CURVE, { kind: 'curve' }, null] };
    expect(readBoard(kept)).toEqual({
      ...FIRST_BOARD,
      over: 'time',
      cards: [CURVE]
    });
    expect(readBoard('nonsense')).toBeNull();
  });

  it('has its cards in the order somebody gave them', () => {
    const cards = ['a', 'b', 'c'].map(id => ({ ...CURVE, id }));
    const ids = (by: number, id: string) =>
      moved(cards, id, by)
        .map(card => card.id)
        .join('');
    expect([ids(1, 'a'), ids(-5, 'c'), ids(1, 'c')]).toEqual([
      'bac',
      'cab',
      'abc'
    ]);
  });
});

describe('brushing', () => {
  it('means numbers between, or the labels inside', () => {
    expect(brushOf('params.lr', [[0.0123456, 0.5]], null)).toEqual({
      column: 'params.lr',
      low: 0.0123,
      high: 0.5
    });
    const narrow = brushOf('metrics.n', [[12345678901.2, 12345678903.7]], null);
    expect(narrow).toMatchObject({ low: 12345678901.2, high: 12345678903.7 });
    expect(brushOf('params.n', [[2, 2]], null)).toMatchObject({ low: 2 });
    const labels = [null, 'gb', 'rf', 'svm'];
    expect(
      brushOf(
        'params.model',
        [
          [-0.4, 1.2],
          [2.7, 3.4]
        ],
        labels
      )
    ).toEqual({ column: 'params.model', values: ['gb', 'svm'], missing: true });
  });
});

describe('what was drawn around points', () => {
  const chart = {
    axes: ['params.model', 'metrics.acc'],
    labels: [['gb', 'rf'], null]
  };
  const marks = { selections: [] };

  it('is a range on either axis, of a lasso these runs', () => {
    const box = { x: [-0.2, 0.4], y: [0.5, 0.9] } as {
      x: [number, number];
      y: [number, number];
    };
    expect(brushedAround({ box, runs: ['a'], marks }, chart).brushes).toEqual([
      { column: 'params.model', values: ['gb'], missing: false },
      { column: 'metrics.acc', low: 0.5, high: 0.9 }
    ]);
    const { brushes } = brushedAround({ runs: ['a', 'b'], marks }, chart);
    expect(brushes).toEqual([{ column: 'id', values: ['a', 'b'] }]);
    expect(brushedAround({ box, runs: [], marks }, chart).brushes).toEqual([]);
  });
});

describe('what was done', () => {
  it('is said with what is left out', () => {
    const said = saidText(
      [
        { what: 'band', values: ['mean-ci', 1, 3] },
        { what: 'again', values: [2] },
        { what: 'smooth_median', values: [11] }
      ],
      trans
    );
    expect(said).toBe(
      'mean of 1 to 3 runs, band = 95 % CI; 2 with a seed that was run again left out; running median of 11 points'
    );
  });
});

describe('columns', () => {
  it('are written as the filter language reads them, and told by their names', () => {
    const odd = ['val/loss', 'a "quoted" one', 'model.depth', 'two\nlines'];
    for (const name of ['lr', ...odd]) {
      expect(nameOf(columnOf('metrics', name), trans)).toBe(name);
    }
    expect(columnOf('metrics', 'val/loss')).toBe('metrics["val/loss"]');
    expect(both('a > 1 or b', '')).toBe('a > 1 or b');
    expect(both('a or b', 'c')).toBe('(a or b) and (c)');
  });
});

describe('the cell of a chart', () => {
  it('draws the same runs in the same way', () => {
    const card = asked(CURVE, {
      ...FIRST_BOARD,
      smoothing: { method: 'median', amount: 21 }
    });
    const request = {
      filter: 'params.lr > 1 or star',
      scope: 'experiment:a"b'
    };
    expect(cellOf(card, request)).toBe(
      'import jupyter_tracker as jt\n\n' +
        'jt.chart("curve", metric="loss", log_y=True, over="step", smoothing={"method": "median", "amount": 21}, ' +
        'filter="(experiment == \\"a\\\\\\"b\\") and (params.lr > 1 or star)")'
    );
    expect(cellOf(card, { scope: 'notebook' })).toContain('scope="notebook"');
  });

  it('is Python', () => {
    expect(python([true, null, 'a\n"b"', 1e-7])).toBe(
      '[True, None, "a\\n\\"b\\"", 1e-7]'
    );
  });

  it('and a file of its own name', () => {
    expect(fileName('acc by <b>../depth', 'png')).toBe('acc-by-b-..-depth.png');
    expect(fileName('الدقة', 'svg')).toBe('الدقة.svg');
    expect(fileName('///', 'svg')).toBe('chart.svg');
  });
});
