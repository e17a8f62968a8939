import { nullTranslator } from '@jupyterlab/translation';
import { expect, it, vi } from 'vitest';

import type { CellResult } from '../../rest';
import { CellBadge, type IBadgeState } from '../badge';
import { restoreLabel } from '../labels';

const trans = nullTranslator.load('jupyter-tracker');

const result: CellResult = {
  cell_id: 'one',
  run: 'run-1',
  name: '<img src=x onerror=alert(1)>',
  state: 'failed',
  started: 1,
  ended: 2,
  duration: 1,
  heard: 2,
  baseline: false,
  runs: 3,
  metrics: [
    { name: 'acc', value: 0.75, before: 0.5, direction: 'up' },
    { name: 'loss', value: { float: 'nan' }, before: 1, direction: 'down' },
    { name: 'size', value: 12345678901, before: 1, direction: null }
  ],
  count: 1,
  source: null,
  outputs: { part: 0, blob: 'b', lines: 214, figures: 3, truncated: true }
};

function badge(about: Partial<IBadgeState> = {}) {
  const actions = { onOpen: vi.fn(), onHistory: vi.fn(), onRestore: vi.fn() };
  const made = new CellBadge({ trans, ...actions });
  made.render({
    result,
    colour: null,
    isEdited: false,
    isMissed: false,
    isRestored: false,
    isLost: false,
    ...about
  });
  return { made, actions, text: made.node.textContent ?? '' };
}

it('tells the result with its change, and what is recorded is text', () => {
  const { made, text } = badge();
  expect(text).toContain('acc 0.75 +0.25 ▲');
  expect(text).toContain('loss NaN');
  expect(text).toContain('size 1.235e10 +1.235e10 ↑');
  expect(text).toContain('<img src=x onerror=alert(1)>');
  expect(made.node.querySelector('img')).toBeNull();
  const state = made.node.querySelector('[role="img"]');
  expect(state?.getAttribute('aria-label')).toBe('failed');
});

it('offers what was missed, and says what else there is to know', () => {
  expect(restoreLabel(result, trans)).toBe(
    'Restore outputs (214 lines, 3 figures)'
  );
  const offered = badge({ isMissed: true });
  const button =
    offered.made.node.querySelector<HTMLButtonElement>('.jt-Badge-restore');
  expect(button?.hidden).toBe(false);
  button?.click();
  expect(offered.actions.onRestore).toHaveBeenCalledOnce();
  expect(badge({ isEdited: true, isLost: true }).text).toContain(
    'connecting again… · edited since'
  );
  expect(badge({ isRestored: true }).text).toContain(
    'outputs from the store, the middle was not kept'
  );
});
