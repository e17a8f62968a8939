import { nullTranslator } from '@jupyterlab/translation';
import { expect, it } from 'vitest';

import type { Part } from '../../rest';
import { origin } from '../origin';

const trans = nullTranslator.load('jupyter-tracker');
const PARTS = [{ exec: 's.2', count: 7 }] as Part[];

it('says how a value was seen, where, how sure we are, why, and how else', () => {
  const told = origin(
    {
      name: 'acc',
      value: 0.94,
      kind: 'local',
      exec: 's.2',
      fn: 'evaluate',
      line: 3,
      text: 'acc = right / total',
      conf: 0.8,
      rule: 'named like a metric',
      also: ['printed as accuracy']
    },
    PARTS,
    trans
  );
  expect(told.split('\n')).toEqual([
    'acc = 0.94',
    'a name inside a function: in evaluate(), cell [7], line 3',
    'acc = right / total',
    'rule: named like a metric · 80 % sure',
    'also: printed as accuracy'
  ]);
});

it('a local module is named instead of the cell', () => {
  const told = origin(
    { name: 'lr', kind: 'argument', exec: 's.2', file: 'train.py', line: 12 },
    PARTS,
    trans
  );
  expect(told).toContain('train.py, line 12');
  expect(told).not.toContain('cell');
});

it('what is not known is left out', () => {
  expect(origin({ name: 'lr', conf: 1 }, [], trans)).toBe('lr');
});
