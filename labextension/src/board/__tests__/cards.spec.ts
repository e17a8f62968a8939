import { describe, expect, it } from 'vitest';

import { brushOf } from '../brushing';
import { asked, FIRST_BOARD, moved, readBoard, type ICard } from '../cards';
import { both, columnOf, nameOf } from '../columns';
import { cellOf, fileName, python } from '../saving';

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
      low: 0.01235,
      high: 0.5
    });
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

describe('columns', () => {
  it('are written as the filter language reads them, and told by their names', () => {
    for (const name of ['lr', 'val/loss', 'a "quoted" one', 'model.depth']) {
      expect(nameOf(columnOf('metrics', name))).toBe(name);
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
