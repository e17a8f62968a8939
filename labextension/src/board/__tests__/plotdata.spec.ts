import { describe, expect, it } from 'vitest';

import type { CurveLine } from '../../rest';
import { columnsOf, extent, nearest, plotData, valuesAt } from '../plotdata';

function line(about: Partial<CurveLine>): CurveLine {
  return {
    label: 'run',
    runs: ['a'],
    colour: null,
    dash: 'solid',
    x: [0, 1],
    value: [1, 2],
    smooth: null,
    low: null,
    high: null,
    n: null,
    total: 2,
    last: 2,
    ...about
  };
}

describe('plotData', () => {
  it('puts curves with different points over one x, without a point where there is none', () => {
    const lines = [
      line({ x: [0, 2], value: [1, null] }),
      line({ x: [1, 2], value: [5, 6] })
    ];
    const [x, first, second] = plotData(lines, columnsOf(lines));
    expect([...x]).toEqual([0, 1, 2]);
    expect(first).toEqual([1, undefined, null]);
    expect(second).toEqual([undefined, 5, 6]);
  });

  it('draws the band and the raw values below the curve', () => {
    const lines = [
      line({ low: [0, 1], high: [2, 3] }),
      line({ smooth: [1.5, 1.6] })
    ];
    expect(columnsOf(lines).map(({ line, part }) => `${line} ${part}`)).toEqual(
      ['0 high', '0 low', '1 raw', '0 main', '1 main']
    );
    expect(plotData(lines, columnsOf(lines))[5]).toEqual([1.5, 1.6]);
    expect(extent(lines)).toEqual([0, 3]);
  });

  it('leaves out what a logarithmic axis cannot show', () => {
    const lines = [line({ x: [0, 1, 10], value: [5, -1, 3] })];
    const data = plotData(lines, columnsOf(lines), { x: true, y: true });
    expect([...data[0]]).toEqual([1, 10]);
    expect(data[1]).toEqual([null, 3]);
  });
});

describe('the values at an x', () => {
  it('are those of the nearest points, the greatest first, of curves that are there', () => {
    const lines = [
      line({ label: 'low', x: [0, 10], value: [1, 2] }),
      line({ label: 'high', x: [0, 4], value: [7, 8] }),
      line({ label: 'gap', x: [0, 3, 10], value: [0, null, 0] })
    ].map(one => ({ ...one, ink: '#000000' }));
    const told = (x: number) =>
      valuesAt(lines, x).map(({ line, value }) => `${line.label} ${value}`);
    expect(told(3)).toEqual(['high 8', 'low 1']);
    expect(told(9)).toEqual(['low 2', 'gap 0']);
  });

  it('is nowhere outside of a curve', () => {
    expect(nearest([1, 2, 4], 0.9)).toBe(-1);
    expect(nearest([1, 2, 4], 3.1)).toBe(2);
    expect(nearest([], 1)).toBe(-1);
  });
});
