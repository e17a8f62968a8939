import { nullTranslator } from '@jupyterlab/translation';
import { expect, it } from 'vitest';

import { systemTitle, systemValue } from '../system';

const trans = nullTranslator.load('jupyter-tracker');

it('resources have names and units that a person knows', () => {
  expect(systemTitle('system/cpu', trans)).toBe('CPU (one core = 100 %)');
  expect(systemTitle('system/gpu1_memory', trans)).toBe('GPU 1 memory');
  expect(systemTitle('system/disk', trans)).toBe('disk');
  expect(systemValue({ name: 'system/cpu' }, 187.3)).toBe('187.3 %');
  expect(systemValue({ name: 'system/gpu0_memory' }, 2.1e9)).toBe('2.1 GB');
  expect(systemValue({ name: 'system/disk', unit: 'B' }, 512)).toBe('512 B');
});
