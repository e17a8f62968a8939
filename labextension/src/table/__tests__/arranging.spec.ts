import { describe, expect, it } from 'vitest';

import { columnOf, parseColumn } from '../columns';
import { FIRST_LAYOUT, inOrder, layoutFrom, moved, sortedBy } from '../layout';

describe('columns', () => {
  it.each([
    ['metrics', 'acc', 'metrics.acc'],
    ['metrics', 'val/loss', 'metrics["val/loss"]'],
    ['metrics', 'loss.min', 'metrics["loss.min"]'],
    ['params', 'model.depth', 'params.model.depth'],
    ['params', 'größe', 'params.größe'],
    ['tags', 'a "b" \\', 'tags["a \\"b\\" \\\\"]']
  ] as const)(
    'names the column of %s %s and reads it back',
    (family, name, id) => {
      expect(columnOf(family, name)).toBe(id);
      expect(parseColumn(id)).toMatchObject({ name, stat: 'last' });
    }
  );

  it('knows the numbers of a metric', () => {
    expect(parseColumn('metrics.loss.min')).toMatchObject({
      kind: 'metric',
      name: 'loss',
      stat: 'min'
    });
    expect(parseColumn('metrics["a b"].max').stat).toBe('max');
    expect(parseColumn('started').kind).toBe('about');
  });
});

describe('layout', () => {
  it('sorts one way, the other, not at all', () => {
    const once = sortedBy([], 'a', true, false);
    const twice = sortedBy(once, 'a', true, false);
    expect(once).toEqual([{ column: 'a', descending: true }]);
    expect(twice).toEqual([{ column: 'a', descending: false }]);
    expect(sortedBy(twice, 'a', true, false)).toEqual([]);
  });

  it('sorts after other columns, which keep their place', () => {
    const two = sortedBy([{ column: 'a', descending: true }], 'b', false, true);
    expect(two.map(({ column }) => column)).toEqual(['a', 'b']);
    const turned = sortedBy(two, 'a', true, true);
    expect(turned).toEqual([
      { column: 'a', descending: false },
      { column: 'b', descending: false }
    ]);
    expect(sortedBy(turned, 'a', true, true)).toHaveLength(1);
    expect(sortedBy(two, 'c', true, false)).toHaveLength(1);
  });

  it('moves a column, at most to an end', () => {
    expect(moved(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 'c', -5)).toEqual(['c', 'a', 'b']);
    expect(moved(['a', 'b', 'c'], 'a', 99)).toEqual(['b', 'c', 'a']);
  });

  it('puts pinned columns first', () => {
    expect(inOrder(['a', 'b', 'c'], { c: { isPinned: true } })).toEqual([
      'c',
      'a',
      'b'
    ]);
  });

  it('takes of what was kept only what fits', () => {
    expect(layoutFrom(null)).toEqual(FIRST_LAYOUT);
    expect(
      layoutFrom({ filter: 'x', columns: [1], groups: 'day', other: 1 })
    ).toEqual({ ...FIRST_LAYOUT, filter: 'x' });
  });
});
