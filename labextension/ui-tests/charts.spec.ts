import { readFileSync } from 'node:fs';
import { expect, type Locator } from '@playwright/test';
import { seed, test, type Lab } from './lab';

const OPEN = 'jupyter-tracker:open-charts';

/** The board in front. */
function board(lab: Lab): Locator {
  return lab.page.getByRole('region', { name: 'Charts', exact: true });
}

/** A card of the board. */
function card(lab: Lab, name: string): Locator {
  return board(lab).getByRole('group', { name, exact: true });
}

/** Open a notebook with made-up runs, and what a command opens beside it. */
async function open(lab: Lab, path: string, command: string): Promise<void> {
  await lab.open(path);
  await expect(lab.kernel('idle')).toBeAttached();
  await lab.execute(command);
}

/** Where a part of a figure is, once it is drawn: a figure that comes to the front is drawn anew. */
async function placeOf(part: Locator) {
  let box: Awaited<ReturnType<Locator['boundingBox']>> = null;
  await expect(async () => {
    box = await part.boundingBox({ timeout: 1000 });
    expect(box).not.toBeNull();
  }).toPass();
  return box!;
}

async function add(lab: Lab, kind: string): Promise<void> {
  await board(lab)
    .getByRole('combobox', { name: 'Add a chart' })
    .selectOption(kind);
}

test('curves of all listed runs: one crosshair, zoom, groups, arranged for good', async ({
  lab
}) => {
  await open(lab, seed('charts', '12'), OPEN);
  const loss = card(lab, 'loss');
  const plot = loss.locator('.u-over');
  await expect(plot).toBeVisible();
  await expect(card(lab, 'acc').locator('.u-over')).toBeVisible();
  await lab.picture('charts-curves');

  // all runs at the pointer, and at the same x in the other card
  const box = await plot.boundingBox();
  if (!box) {
    throw new Error('There is no plot.');
  }
  const [x, y] = [box.x + box.width / 2, box.y + box.height - 30];
  await lab.page.mouse.move(x, y);
  const tip = lab.page.locator('body > .jt-Chart-tip:not([hidden])');
  await expect(tip).toContainText('step ');
  await expect(tip.locator('.jt-Swatch')).toHaveCount(12);
  const other = card(lab, 'acc').locator('.jt-Chart-tip.jt-mod-follows');
  await expect(other).toBeVisible();
  const step = await tip.locator('.jt-Chart-tipStep').first().textContent();
  await expect(other.locator('.jt-Chart-tipStep').first()).toHaveText(
    step ?? ''
  );
  await lab.picture('charts-crosshair');

  // a drag asks for the points of that part
  const asked = lab.page.waitForRequest(
    request =>
      request.url().includes('/api/curves') &&
      typeof request.postDataJSON().card.low === 'number'
  );
  await lab.page.mouse.down();
  await lab.page.mouse.move(x + 60, y, { steps: 4 });
  await lab.page.mouse.up();
  const { low, high } = (await asked).postDataJSON().card;
  expect(low).toBeGreaterThan(40);
  expect(high).toBeLessThan(90);
  await expect(loss.getByRole('button', { name: 'Back' })).toBeVisible();
  await plot.dblclick();
  await expect(loss.getByRole('button', { name: 'Back' })).toHaveCount(0);

  // the same by keyboard; with Shift a drag zooms along y alone
  const drawn = loss.locator('.jt-CurvePlot');
  await drawn.focus();
  await drawn.press('ArrowRight');
  await drawn.press('+');
  await expect(loss.getByRole('button', { name: 'Back' })).toBeVisible();
  await drawn.press('0');
  await expect(loss.getByRole('button', { name: 'Back' })).toHaveCount(0);
  await lab.page.keyboard.down('Shift');
  await lab.page.mouse.move(x, box.y + 20);
  await lab.page.mouse.down();
  await lab.page.mouse.move(x, box.y + 90, { steps: 4 });
  await lab.page.mouse.up();
  await lab.page.keyboard.up('Shift');
  await expect(loss.getByRole('button', { name: 'Back' })).toHaveCount(0);
  await lab.picture('charts-upwards');
  await plot.dblclick();

  // smoothed over raw, in groups with a band, and what was done is said
  const tools = board(lab).getByRole('toolbar', { name: 'For all charts' });
  await tools.getByRole('combobox', { name: 'smooth' }).selectOption('mean');
  await expect(loss).toContainText('running mean of 11 points');
  await lab.picture('charts-smooth');
  await tools
    .getByRole('combobox', { name: 'group' })
    .selectOption('params.model');
  await expect(loss).toContainText('mean of 4 runs, band = 95 % CI');
  await lab.picture('charts-groups');
  await loss.getByRole('button', { name: 'Table' }).click();
  await expect(
    loss.getByRole('region', { name: 'Values of the chart' })
  ).toContainText('logreg');
  await tools.getByRole('combobox', { name: 'group' }).selectOption('');
  await tools
    .getByRole('combobox', { name: 'side by side' })
    .selectOption('params.model');
  await expect(loss).toHaveCount(3);
  await expect(loss.locator('.u-over')).toHaveCount(3);
  await lab.picture('charts-side-by-side');
  await tools.getByRole('combobox', { name: 'side by side' }).selectOption('');
  expect(await lab.barriers('.jt-Board')).toEqual([]);

  // arranged as it was after a reload
  await add(lab, 'histogram');
  await expect(board(lab).locator('.jt-BoardCard')).toHaveCount(3);
  await lab.saved();
  await lab.page.reload();
  await lab.ready();
  await expect(card(lab, 'loss').locator('.u-over')).toBeVisible();
  await expect(board(lab).locator('.jt-BoardCard')).toHaveCount(3);
  await expect(tools.getByRole('combobox', { name: 'smooth' })).toHaveValue(
    'mean'
  );
});

test('every other chart by Plotly, brushing filters the list, images, a cell', async ({
  lab
}) => {
  await open(lab, seed('figures', '40', 'odd'), OPEN);
  await expect(card(lab, 'loss').locator('.u-over')).toBeVisible();
  for (const kind of [
    'scatter',
    'bar',
    'box',
    'importance',
    'correlation',
    'progress',
    'parallel'
  ]) {
    await add(lab, kind);
  }
  const cards = board(lab).locator('.jt-BoardCard');
  const count = await cards.count();
  for (let place = 0; place < count; place++) {
    await cards.nth(place).scrollIntoViewIfNeeded();
    await expect(
      cards.nth(place).locator('.u-over, .main-svg, .jt-Bars').first()
    ).toBeVisible();
  }
  await lab.picture('charts-figures');
  await lab.page.evaluate(() => {
    document.querySelector('.jt-Board')?.scrollTo(0, 0);
  });
  await lab.picture('charts-figures-top');
  expect(await lab.barriers('.jt-Board')).toEqual([]);

  // the first axis of the parallel coordinates, upper half
  const parallel = cards.last();
  const before = await lab.panel.locator('.jt-Count').textContent();
  const axis = parallel.locator('.axis-brush .background').first();
  await parallel.scrollIntoViewIfNeeded();
  const box = await placeOf(axis);
  const middle = box.x + box.width / 2;
  await lab.page.mouse.move(middle, box.y + 10);
  await lab.page.mouse.down();
  await lab.page.mouse.move(middle, box.y + box.height / 2, { steps: 6 });
  await lab.page.mouse.up();
  const filter = lab.panel.getByRole('combobox', { name: 'Filter runs' });
  await expect(filter).not.toHaveValue('');
  await expect(lab.panel.locator('.jt-Count')).not.toHaveText(before ?? '');
  await lab.picture('charts-brushed');

  // a box around points of the scatter, which the run table follows, too
  await lab.execute('jupyter-tracker:open-table');
  await lab.page.getByRole('tab', { name: 'Charts' }).click();
  const scatter = card(lab, 'acc over depth');
  await scatter.scrollIntoViewIfNeeded();
  const points = await placeOf(scatter.locator('.nsewdrag'));
  const [left, right] = [
    points.x + 0.3 * points.width,
    points.x + 0.7 * points.width
  ];
  await lab.page.mouse.move(left, points.y + 2);
  await lab.page.mouse.down();
  await lab.page.mouse.move(right, points.y + points.height - 2, { steps: 6 });
  await lab.page.mouse.up();
  await expect(filter).toHaveValue(/<= params\.depth <=/);
  const table = lab.page.locator('.jt-TablePanel');
  await expect(table.locator('.jt-Filter-box input')).toHaveValue(
    /<= params\.depth <=/
  );
  await lab.picture('charts-box');

  // an image of curves through the figure of the same data, and a cell
  const loss = card(lab, 'loss');
  await loss.scrollIntoViewIfNeeded();
  await loss.getByRole('button', { name: 'Options of loss' }).click();
  await lab.picture('charts-options');
  for (const [format, begin] of [
    ['PNG', '\u0089PNG'],
    ['SVG', '<svg']
  ]) {
    const file = lab.page.waitForEvent('download');
    await loss.getByRole('button', { name: format }).click();
    const path = await (await file).path();
    expect(readFileSync(path, 'latin1').startsWith(begin)).toBe(true);
  }
  await loss.getByRole('button', { name: 'Into the notebook' }).click();
  await expect(
    lab.page.locator('.jp-Notebook .jp-CodeCell').last()
  ).toContainText('jt.chart("curve", metric="loss"');
});

test('a pivot: means with n, the best bold, LaTeX and Markdown', async ({
  lab
}) => {
  await open(lab, seed('pivot', '90'), 'jupyter-tracker:open-pivot');
  const pivot = lab.page.getByRole('region', { name: 'Pivot of runs' });
  await pivot
    .getByRole('combobox', { name: 'down' })
    .selectOption('params.model');
  await pivot
    .getByRole('combobox', { name: 'across' })
    .selectOption('params.depth');
  await pivot
    .getByRole('combobox', { name: 'in the cells' })
    .selectOption('acc');
  await expect(pivot.getByRole('rowheader', { name: 'logreg' })).toBeVisible();
  await expect(pivot.locator('strong')).toHaveCount(1);
  await expect(pivot.locator('tbody td', { hasText: 'n=' })).not.toHaveCount(0);
  await lab.picture('pivot');
  expect(await lab.barriers('.jt-Pivot')).toEqual([]);
  await lab.page
    .context()
    .grantPermissions(['clipboard-read', 'clipboard-write']);
  await pivot.getByRole('button', { name: 'Copy LaTeX' }).click();
  expect(
    await lab.page.evaluate(() => navigator.clipboard.readText())
  ).toContain('\\toprule');
});
