import { RenderMimeRegistry } from '@jupyterlab/rendermime';
import * as React from 'react';
import { nullTranslator } from '@jupyterlab/translation';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';

import { comparison, run } from '../../__tests__/fakes';
import { Folds } from '../../models/folds';
import type { CodeDifference } from '../../rest';
import { CompareCode } from '../code';
import type { CompareModel } from '../model';

afterEach(cleanup);

const trans = nullTranslator.load('jupyter-tracker');
const FOUND: CodeDifference = {
  what: 'slice',
  runs: [],
  same: false,
  lines: 1,
  cells: [
    {
      change: 'removed',
      kind: 'code',
      before: '[3]',
      after: null,
      lines: 1,
      diff: [{ op: '-', text: 'x = scale(x)' }]
    }
  ],
  mind: []
};

function show(difference: CompareModel['difference']) {
  const runs = [run('a', { name: 'first' }), run('b', { name: 'second' })];
  const code = runs.map(({ id }) => ({
    run: id,
    same: true,
    lines: 0,
    diff: [],
    cells: []
  }));
  const model = { folds: new Folds(null), difference };
  render(
    <CompareCode
      model={model as unknown as CompareModel}
      comparison={comparison(runs, { code })}
      trans={trans}
      onOpen={vi.fn()}
      onReport={vi.fn()}
      rendermime={new RenderMimeRegistry()}
    />
  );
}

it('compares all that runs depend on where the cells themselves are the same', async () => {
  const difference = vi.fn(() => Promise.resolve(FOUND));
  show(difference);
  expect(screen.getByText(/The same code as the baseline/)).toBeTruthy();
  expect(difference).not.toHaveBeenCalled();
  fireEvent.click(
    screen.getByRole('button', { name: 'All that they depend on' })
  );
  expect(await screen.findByText(/x = scale\(x\)/)).toBeTruthy();
  expect(screen.getByRole('button', { name: /second 1 line in 1 cell/ }));
  expect(difference).toHaveBeenCalledWith('b', 'slice');
});

it('says why notebooks cannot be compared', async () => {
  show(() => Promise.reject(new Error('takes nbdime: pip install nbdime')));
  fireEvent.click(screen.getByRole('button', { name: 'Notebooks' }));
  expect((await screen.findByRole('alert')).textContent).toContain(
    'pip install nbdime'
  );
});
