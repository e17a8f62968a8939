import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { room, test } from './lab';
import { NOTEBOOKS } from './place';

const CELLS = [
  '%load_ext jupyter_tracker',
  'import numpy as np\nimport helper\nrng = np.random.default_rng(3)',
  'depth = 4',
  '%%track study\nimport time\nbegan = time.time()\nloss = 1.0\nfor step in range(5):\n    loss = helper.half(loss) + float(rng.random()) / depth\nprint(loss)\nelapsed = time.time() - began'
];

/** A notebook of these cells, in a new folder of the server. */
function write(folder: string, cells: string[]): void {
  const about = { kernelspec: { name: 'python3', display_name: 'Python 3' } };
  const listed = cells.map((source, place) => ({
    cell_type: 'code',
    id: `cell-${place}`,
    metadata: {},
    source,
    outputs: [],
    execution_count: null
  }));
  const notebook = {
    cells: listed,
    metadata: about,
    nbformat: 4,
    nbformat_minor: 5
  };
  writeFileSync(join(folder, 'study.ipynb'), JSON.stringify(notebook));
  writeFileSync(
    join(folder, 'helper.py'),
    'def half(value):\n    return value / 2\n'
  );
}

test('what made a number, and whether it comes out again', async ({ lab }) => {
  test.setTimeout(300_000);
  const { page, panel } = lab;
  const place = room('again');
  const folder = join(NOTEBOOKS, place);
  write(folder, CELLS);
  await lab.open(`${place}/study.ipynb`);
  await lab.kernelIsThere();
  await lab.execute('notebook:run-all-cells');
  await expect(
    lab.row('study').getByRole('img', { name: 'finished' })
  ).toBeVisible({ timeout: 60_000 });

  await test.step('a second run, after a cell was edited and not saved', async () => {
    const cell = page.locator('.jp-Notebook .jp-CodeCell').nth(2);
    await cell.locator('.cm-content').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('depth = 8');
    await lab.execute('notebook:run-all-cells');
    await expect(lab.rows).toHaveCount(2);
    await expect(
      lab.rows.first().getByRole('img', { name: 'finished' })
    ).toBeVisible({ timeout: 60_000 });
    await expect(
      lab.rows.first().getByRole('img', { name: /^Grade [A-E]$/ })
    ).toBeVisible();
  });

  const run = page.locator('.jt-RunPage');
  await test.step('the cells it depends on, with why', async () => {
    await lab.rows.first().locator('.jt-Row-name').click();
    await run.getByRole('tab', { name: 'Code' }).click();
    const slice = run.locator('.jt-Slice');
    await expect(slice).toContainText('makes `rng`');
    await expect(slice).toContainText('depth = 8');
    await expect(slice).toContainText('module helper');
    await lab.picture('again-slice');
    await run.getByRole('button', { name: 'Slices' }).click();
    await expect(run.locator('.jt-CellDiff')).toContainText('depth = 4');
    await lab.picture('again-before');
  });

  await test.step('they are saved as a script beside the notebook', async () => {
    await run.getByRole('button', { name: 'Save as script' }).click();
    await expect(
      page.getByRole('tab', { name: /study-slice\.py/ })
    ).toBeVisible();
    expect(readFileSync(join(folder, 'study-slice.py'), 'utf8')).toContain(
      'depth = 8'
    );
  });

  await test.step('the notebook as it was can be read, not changed, and copied', async () => {
    await page.getByRole('tab', { name: 'study', exact: true }).click();
    await run.getByRole('button', { name: 'Open it' }).click();
    const snapshot = page.locator('.jt-Snapshot');
    await expect(snapshot).toContainText('exact');
    await expect(snapshot.locator('.jp-CodeCell')).toHaveCount(4);
    const cell = snapshot.locator('.jp-CodeCell').nth(2);
    await expect(cell).toContainText('depth = 8');
    await cell.locator('.cm-content').click();
    await page.keyboard.insertText('nothing');
    await expect(cell).not.toContainText('nothing');
    await lab.picture('again-snapshot');
    expect(await lab.barriers('.jt-Snapshot-head')).toEqual([]);
    await snapshot.getByRole('button', { name: 'Save a copy' }).click();
    await expect(
      page.getByRole('tab', { name: /study-notebook\.ipynb/ })
    ).toBeVisible();
    expect(
      readFileSync(join(folder, 'study-notebook.ipynb'), 'utf8')
    ).toContain('depth = 8');
  });

  await test.step('what it imports, and a file of that', async () => {
    await page.getByRole('tab', { name: 'study', exact: true }).click();
    await run.getByRole('tab', { name: 'Environment' }).click();
    const packages = run.getByRole('table', {
      name: 'Packages that the run imports'
    });
    await expect(packages).toContainText('numpy');
    await lab.picture('again-environment');
    await run.getByRole('button', { name: 'Save requirements' }).click();
    await expect(
      page.getByRole('tab', { name: /requirements-study\.txt/ })
    ).toBeVisible();
    expect(existsSync(join(folder, 'requirements-study.txt'))).toBe(true);
  });

  await test.step('it is replayed, and the verdict stands wherever the run does', async () => {
    await page.getByRole('tab', { name: 'study', exact: true }).click();
    await run.getByRole('tab', { name: 'Overview' }).click();
    await run.getByRole('button', { name: 'Replay', exact: true }).click();
    await expect(run.getByRole('progressbar')).toBeVisible();
    await lab.picture('again-replaying');
    await expect(
      run.locator('.jt-Side').getByRole('img', { name: 'Replay: identical' })
    ).toBeVisible({ timeout: 120_000 });
    const metrics = run.getByRole('table', {
      name: 'Metrics recorded and replayed'
    });
    await expect(metrics).toContainText('loss');
    await expect(metrics.getByRole('row', { name: 'elapsed' })).toContainText(
      'decides nothing: clock'
    );
    await run.getByText('step by step').click();
    await lab.picture('again-replayed');
    expect(await lab.barriers('.jt-RunPage')).toEqual([]);
    await page.getByRole('tab', { name: 'study.ipynb', exact: true }).click();
    await expect(
      panel.getByRole('img', { name: 'Replay: identical' })
    ).toBeVisible();
    await lab.picture('again-list');
  });

  await test.step('two runs are compared cell by cell', async () => {
    await lab.rows.nth(0).getByRole('checkbox').check();
    await lab.rows.nth(1).getByRole('checkbox').check();
    await panel.getByRole('button', { name: 'Compare' }).click();
    const compare = page.locator('.jt-Compare');
    await compare
      .getByRole('button', { name: 'All that they depend on' })
      .click();
    await expect(compare.locator('.jt-CellDiff')).toContainText('depth = 4');
    await compare.getByRole('button', { name: 'Notebooks' }).click();
    await expect(compare.locator('.jt-CellDiff')).toContainText('depth = 8');
    await lab.picture('again-compare');
    expect(await lab.barriers('.jt-Compare')).toEqual([]);
  });

  await test.step('in the dark, and in a narrow window', async () => {
    await page.getByRole('tab', { name: 'study', exact: true }).click();
    await run.getByRole('tab', { name: 'Code' }).click();
    await lab.execute('apputils:change-theme', { theme: 'JupyterLab Dark' });
    await expect(page.locator('body')).toHaveAttribute(
      'data-jp-theme-name',
      'JupyterLab Dark'
    );
    await lab.ready();
    await expect(run.locator('.jt-Slice')).toBeVisible();
    await lab.picture('again-dark');
    expect(await lab.barriers('.jt-RunPage')).toEqual([]);
    await page.setViewportSize({ width: 760, height: 900 });
    await lab.picture('again-narrow');
  });
});

test('what came out otherwise is named, and what does more than compute waits for a yes', async ({
  lab
}) => {
  test.setTimeout(300_000);
  const { page } = lab;
  const place = room('otherwise');
  const folder = join(NOTEBOOKS, place);
  writeFileSync(join(folder, 'data.txt'), '1 2 3');
  write(folder, [
    '%load_ext jupyter_tracker',
    'import os\nos.system("true")\nwith open("data.txt") as file:\n    numbers = [int(word) for word in file.read().split()]',
    '%%track sum\ntotal = sum(numbers)'
  ]);
  await lab.open(`${place}/study.ipynb`);
  await lab.kernelIsThere();
  await lab.execute('notebook:run-all-cells');
  await expect(
    lab.row('sum').getByRole('img', { name: 'finished' })
  ).toBeVisible({ timeout: 60_000 });
  await lab.row('sum').locator('.jt-Row-name').click();
  const run = page.locator('.jt-RunPage');
  const again = run.locator('.jt-Again');

  await test.step('it is asked before a command runs', async () => {
    await run.getByRole('button', { name: 'Replay', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('os.system', { timeout: 60_000 });
    await lab.picture('otherwise-asks');
    await dialog.getByRole('button', { name: 'Replay' }).click();
    await expect(
      run.locator('.jt-Side').getByRole('img', { name: 'Replay: identical' })
    ).toBeVisible({ timeout: 120_000 });
  });

  await test.step('an input that has changed is named, and can be taken anyway', async () => {
    writeFileSync(join(folder, 'data.txt'), '1 2 4');
    await run.getByRole('button', { name: 'Replay again' }).click();
    const dialog = page.getByRole('dialog');
    await expect(again).toContainText('data.txt', { timeout: 120_000 });
    await lab.picture('otherwise-inputs');
    await again.getByRole('button', { name: 'Replay anyway' }).click();
    await expect(dialog).toBeVisible({ timeout: 60_000 });
    await dialog.getByRole('button', { name: 'Replay' }).click();
    await expect(
      run.locator('.jt-Side').getByRole('img', { name: 'Replay: different' })
    ).toBeVisible({ timeout: 120_000 });
    await expect(again).toContainText('First other value: numbers in cell');
    await expect(
      run.locator('.jt-Side').getByRole('img', { name: 'Grade C' })
    ).toBeVisible();
    await expect(run.getByRole('progressbar')).toHaveCount(0);
    await lab.picture('otherwise-different');
    expect(await lab.barriers('.jt-RunPage')).toEqual([]);
  });
});
