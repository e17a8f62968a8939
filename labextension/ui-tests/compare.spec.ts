import { expect, type APIRequestContext, type Locator } from '@playwright/test';
import { room, test, write, type Lab } from './lab';

/** What of the list of runs is looked at here. */
interface IList {
  runs: { id: string; name: string }[];
}

/** A room with runs that are worth comparing: the path of its notebook, and the ids of the runs by name. */
async function study(
  name: string,
  request: APIRequestContext
): Promise<{ path: string; ids: (...names: string[]) => string[] }> {
  const folder = room(name);
  write('compared.py', folder);
  const path = `${folder}/study.ipynb`;
  const answer = await request.get(
    `/jupyter-tracker/api/runs?path=${path}&scope=store`
  );
  const { runs } = (await answer.json()) as IList;
  const id = (name: string) => runs.find(run => run.name === name)?.id ?? '';
  return { path, ids: (...names) => names.map(id) };
}

/** Unfold a section by its title; the section, or for a group of the table its rows. */
async function unfold(within: Locator, title: string): Promise<void> {
  const begins = new RegExp(`^${title.replace('?', '\\?')}`);
  const head = within.getByRole('button', { name: begins });
  if ((await head.getAttribute('aria-expanded')) === 'false') {
    await head.click();
  }
}

async function compare(lab: Lab, runs: string[], path: string) {
  await lab.execute('jupyter-tracker:compare-runs', { runs, path });
  const panel = lab.page.locator('.jt-Compare:visible');
  await expect(panel.getByRole('table').first()).toBeVisible();
  return panel;
}

test('a comparison tells what moved, of seeds, files, pictures and models', async ({
  lab,
  request
}) => {
  const { page } = lab;
  const { path, ids } = await study('comparison', request);
  await lab.open(path);
  await expect(lab.page.locator('.jp-NotebookPanel')).toBeVisible();
  const pair = ids('rf-6 seed 1', 'rf-8 seed 1');
  const panel = await compare(lab, pair, path);

  await test.step('a metric with its change in value and percent', async () => {
    const row = panel.getByRole('row', { name: /^acc/ });
    await expect(row).toContainText('▲');
    await expect(row).toContainText('%');
    await expect(panel.getByRole('row', { name: /^depth / })).toBeVisible();
    await expect(panel.getByRole('row', { name: /^seed / })).toHaveCount(0);
    await panel.getByRole('button', { name: 'Differences only' }).click();
    await expect(panel.getByRole('row', { name: /^seed / })).toBeVisible();
    await panel.getByRole('button', { name: 'Differences only' }).click();
  });

  await test.step('why it moved, by what other runs say', async () => {
    await unfold(panel, 'Why did it move?');
    const depth = panel.locator('.jt-Moved').getByRole('row', {
      name: /^depth/
    });
    await expect(depth).toContainText('6 → 8');
    await expect(depth).toContainText('4 runs that differ in it alone');
    await expect(
      panel.locator('.jt-Moved').getByRole('row', { name: /^trees/ })
    ).toContainText('history cannot tell');
    await lab.picture('compare-moved');
  });

  await test.step('pictures at a step, files looked into, side by side', async () => {
    await unfold(panel, 'Files');
    await unfold(panel, 'Outputs');
    const slider = panel.getByRole('slider', { name: 'Step of the pictures' });
    const pictures = panel
      .getByRole('row')
      .filter({ has: page.getByRole('slider') })
      .getByRole('img');
    await expect(pictures).toHaveCount(2);
    const last = await pictures.first().getAttribute('src');
    await slider.fill('0');
    await expect(panel.getByText('step 1 of 10')).toBeVisible();
    await expect(pictures.first()).not.toHaveAttribute('src', last ?? '');
    await panel.getByRole('button', { name: 'out/predictions.csv' }).click();
    await expect(
      panel.getByRole('columnheader', { name: 'island' })
    ).toHaveCount(2);
    await expect(
      panel.locator('.jt-Outputs').getByText('depth 8, seed 1')
    ).toBeVisible();
    await lab.picture('compare-outputs');
    expect(await lab.barriers('.jt-Compare')).toEqual([]);
  });

  await test.step('seeds are one configuration, and the test is named', async () => {
    await unfold(panel, 'Configurations and their seeds');
    const tests = panel.getByRole('region', { name: 'Whether they differ' });
    await expect(tests).toContainText('n = 1 and 3');
    await panel.getByRole('button', { name: 'trees is irrelevant' }).click();
    await expect(tests).toContainText('paired t');
    await expect(tests).toContainText('they differ');
    await lab.picture('compare-seeds');
    await page.reload();
    await lab.ready();
    await panel
      .getByRole('button', { name: 'trees makes a configuration' })
      .click();
    await expect(tests).toContainText('n = 1 and 3');
  });

  await test.step('models: terms, errors, what may be compared', async () => {
    const names = ['ols small', 'ols large', 'ols log'];
    const panel = await compare(lab, ids(...names), path);
    const models = panel.getByRole('region', { name: 'Models side by side' });
    await expect(models.getByRole('row', { name: /^bill/ })).toContainText(
      '(0.024)'
    );
    await expect(models).toContainText('the outcome differs');
    await expect(models.getByRole('row', { name: /^AIC/ })).toContainText(
      'best'
    );
    await lab.picture('compare-models');
  });

  await test.step('the baseline stays in sight while many runs scroll', async () => {
    const names = [4, 6, 8].flatMap(depth =>
      [1, 2, 3].map(seed => `rf-${depth} seed ${seed}`)
    );
    const panel = await compare(lab, ids(...names), path);
    const head = panel.getByRole('columnheader', { name: /baseline/ }).first();
    const before = await head.boundingBox();
    await panel.evaluate(node => {
      node.scrollLeft = 400;
    });
    const after = await head.boundingBox();
    expect(after?.x).toBeLessThanOrEqual(before?.x ?? 0);
    await expect(head).toBeInViewport();
    await lab.picture('compare-many');
    expect(await lab.barriers('.jt-Compare')).toEqual([]);
  });
});

test('the page of a run: note, files, log, and why it moved', async ({
  lab,
  request
}) => {
  const { page } = lab;
  const { path, ids } = await study('page', request);
  await lab.open(path);
  await expect(lab.page.locator('.jp-NotebookPanel')).toBeVisible();
  const [run] = ids('rf-8 seed 1');
  await lab.execute('jupyter-tracker:open-run', { run, path });
  const pageOf = page.locator('.jt-RunPage:visible');

  await test.step('its note is Markdown, edited in place', async () => {
    const note = pageOf.locator('.jt-Side-note');
    await expect(note.getByRole('cell', { name: '0.94' })).toBeVisible();
    await note.getByRole('button', { name: /^Note/ }).click();
    await pageOf.getByRole('textbox', { name: 'Note' }).fill('now _this_');
    await page.keyboard.press('Control+Enter');
    await expect(note.locator('em')).toHaveText('this');
  });

  await test.step('its files are looked into', async () => {
    await pageOf.getByRole('tab', { name: 'Files' }).click();
    const open = (name: string) =>
      pageOf.getByRole('button', { name, exact: true }).click();
    await open('out/epoch_5.png');
    await expect(
      pageOf.getByRole('img', { name: 'epoch_5.png' })
    ).toBeVisible();
    await open('out/bars.json');
    await expect(pageOf.locator('.js-plotly-plot')).toBeVisible();
    await open('out/errors.ipynb');
    await expect(
      pageOf.getByRole('heading', { name: 'Errors of the forest' })
    ).toBeVisible();
    await open('out/config.yaml');
    await expect(pageOf.getByText('depth: 8')).toBeVisible();
    await lab.picture('run-files');
  });

  await test.step('its log says what happened', async () => {
    await pageOf.getByRole('tab', { name: 'Log' }).click();
    const log = pageOf.getByRole('table', { name: 'Log of the run' });
    await expect(log).toContainText('made by %%track');
    await expect(log).toContainText('changed: note now _this_');
    await lab.picture('run-log');
    expect(await lab.barriers('.jt-RunPage')).toEqual([]);
  });

  await test.step('and from it one gets to what moved it', async () => {
    await pageOf.getByRole('tab', { name: 'Overview' }).click();
    await lab.picture('run-overview');
    await pageOf.getByRole('button', { name: 'Why did it move?' }).click();
    await expect(page.locator('.jt-Moved:visible')).toBeInViewport();
  });
});
