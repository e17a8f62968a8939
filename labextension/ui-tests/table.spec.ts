import { expect, type Locator } from '@playwright/test';
import { seed, test, type Lab } from './lab';

const THEMES = {
  light: 'JupyterLab Light',
  dark: 'JupyterLab Dark',
  contrast: 'JupyterLab Dark High Contrast'
};

/** The run table of the notebook in front, opened from the panel. */
async function openTable(lab: Lab): Promise<Locator> {
  await expect(lab.rows.first()).toBeVisible();
  await lab.panel.getByRole('button', { name: 'Open the run table' }).click();
  const table = lab.page.locator('.jt-TablePanel');
  await expect(table.locator('.jt-TableRow').first()).toBeVisible();
  return table;
}

const rows = (table: Locator) => table.locator('.jt-TableRow:visible');
const count = (table: Locator) => table.locator('.jt-TableBar-count');

test('headers tell, filter and sort; runs fold and group; columns are chosen', async ({
  lab
}) => {
  const { page } = lab;
  await lab.open(seed('table', '300', 'odd'));
  const table = await openTable(lab);
  const filter = table.getByRole('combobox', { name: 'Filter runs' });
  const grid = table.getByRole('grid', { name: 'Runs' });
  await expect(count(table)).toContainText('307 runs');
  await lab.picture('table-300');

  await test.step('a brush is a condition, which all headers follow', async () => {
    const bars = table.getByRole('listbox', { name: 'Values of depth' });
    const acc = table.getByRole('listbox', { name: 'Values of acc' });
    const told = () => acc.getByRole('option').first().getAttribute('title');
    const before = await told();
    const box = await bars.boundingBox();
    if (!box) {
      throw new Error('The header has no bars.');
    }
    await page.mouse.move(box.x + 2, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 4, box.y + 10, { steps: 3 });
    await page.mouse.up();
    await expect(filter).toHaveValue('2 <= params.depth <= 4');
    await expect(count(table)).toContainText('of 307 runs');
    await expect.poll(told).not.toBe(before);
    await expect(bars.getByRole('option')).toHaveCount(9); // its own bars stay
    await expect(bars.getByRole('option', { selected: true })).toHaveCount(3);
    await table
      .getByRole('button', { name: 'Show all values of depth' })
      .click();
    await expect(filter).toHaveValue('');
  });

  await test.step('sorted by two columns', async () => {
    const head = (name: string) => grid.getByRole('columnheader', { name });
    await head('model').getByRole('button').first().click();
    await expect(head('model')).toHaveAttribute('aria-sort', 'ascending');
    await head('acc')
      .getByRole('button')
      .first()
      .click({ modifiers: ['Shift'] });
    await expect(head('acc')).toHaveAttribute('aria-sort', 'descending');
    await expect(rows(table).first()).toContainText('gb');
    await expect(count(table)).toContainText('rows'); // re-runs are folded
    await rows(table).first().getByRole('button', { expanded: false }).click();
    await expect(table.locator('[data-kind="same"]')).not.toHaveCount(0);
  });

  await test.step('groups tell mean, n and best, and unfold', async () => {
    await table.getByRole('button', { name: 'Group' }).click();
    await page.getByRole('checkbox', { name: 'configuration' }).check();
    await expect(count(table)).toContainText('groups');
    await page.keyboard.press('Escape');
    await expect(rows(table).first()).toContainText(/n=\d/);
    await expect(rows(table).first()).toContainText(/±.*best 0\./);
    const height = await rows(table).count();
    await grid.press('Enter');
    await expect(table.locator('.jt-mod-nested').first()).toBeVisible();
    expect(await rows(table).count()).toBeGreaterThanOrEqual(height);
    await lab.picture('table-groups');
    await table.getByRole('button', { name: 'Group' }).click();
    await page.getByRole('checkbox', { name: 'configuration' }).uncheck();
    await page.keyboard.press('Escape');
  });

  await test.step('a column is found, shown, moved and pinned', async () => {
    await table.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('searchbox', { name: 'Search columns' }).fill('fit');
    await page.getByRole('checkbox', { name: 'fit time' }).check();
    await page.getByRole('button', { name: 'fit time stays' }).click();
    await page.keyboard.press('Escape');
    const heads = grid.getByRole('columnheader');
    await expect(heads.nth(2)).toContainText('fit time');
    await heads.nth(2).getByRole('button').first().press('Enter');
    await expect(heads.nth(2)).toHaveAttribute('aria-sort', 'ascending'); // less is better
  });

  await test.step('a column is made wider, named, put elsewhere, its numbers written otherwise', async () => {
    const acc = grid.locator('[data-column="metrics.acc"]');
    const title = acc.getByRole('button').first();
    const width = async () => (await acc.boundingBox())?.width ?? 0;
    const before = await width();
    const grip = await acc.locator('.jt-TableHead-grip').boundingBox();
    await page.mouse.move((grip?.x ?? 0) + 2, (grip?.y ?? 0) + 9);
    await page.mouse.down();
    await page.mouse.move((grip?.x ?? 0) + 42, (grip?.y ?? 0) + 9);
    await page.mouse.up();
    await expect.poll(width).toBeCloseTo(before + 40, -1);
    await title.press('Alt+Shift+ArrowRight');
    await expect.poll(width).toBeCloseTo(before + 56, -1);
    const place = await acc.getAttribute('aria-colindex');
    await title.press('Alt+ArrowRight');
    await expect(acc).not.toHaveAttribute('aria-colindex', place ?? '');
    await expect(title).toBeFocused();
    await title.dragTo(grid.locator('[data-column="state"] button').first());
    await expect(acc).toHaveAttribute('aria-colindex', '4');
    const menu = acc.getByRole('button', { name: /^Arrange/ });
    await menu.click();
    await page.getByRole('menuitem', { name: 'Rename…' }).click();
    await page.keyboard.type('right ones');
    await page.keyboard.press('Enter');
    await expect(title).toContainText('right ones');
    await menu.click();
    const item = (label: string) =>
      page.locator('.lm-Menu-item', { hasText: new RegExp(`^${label}`) });
    await item('Numbers').hover();
    await item('Percent').click();
    await expect(rows(table).first()).toContainText(/\d\d\.\d %/);
  });

  for (const [look, theme] of Object.entries(THEMES)) {
    await test.step(`in the theme ${look} nothing stands in anybody's way`, async () => {
      await lab.execute('apputils:change-theme', { theme });
      await expect(page.locator('body')).toHaveAttribute(
        'data-jp-theme-name',
        theme
      );
      await lab.ready();
      await lab.picture(`table-${look}`);
      if (look !== 'contrast') {
        expect(await lab.barriers('.jt-TablePanel')).toEqual([]);
      }
    });
  }
});

test('the table by keyboard: move, select, mark, write, copy, compare', async ({
  lab
}) => {
  const { page } = lab;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await lab.open(seed('tablekeys', '5'));
  const table = await openTable(lab);
  const grid = table.getByRole('grid', { name: 'Runs' });
  const second = rows(table).nth(1);
  await expect(rows(table)).toHaveCount(5);
  await grid.focus();
  await grid.press('ArrowDown');
  const active = await grid.getAttribute('aria-activedescendant');
  await expect(page.locator(`#${active}`)).toHaveRole('rowheader');

  await test.step('F2 writes a name, which the panel has, too', async () => {
    await grid.press('F2');
    await page.keyboard.type('the second one');
    await page.keyboard.press('Enter');
    await expect(second).toContainText('the second one');
    await expect(lab.row('the second one')).toBeVisible();
    await expect(grid).toBeFocused();
  });

  await test.step('baseline, star and pin', async () => {
    await grid.press('b');
    await expect(second).toContainText('⚑');
    await grid.press('p');
    await expect(rows(table).first()).toContainText('the second one');
  });

  await test.step('one selection in table and panel', async () => {
    await grid.press('x');
    await expect(
      lab.panel.getByRole('toolbar', { name: 'Selected runs' })
    ).toContainText('1 selected');
    await grid.press('ArrowDown');
    await grid.press('Shift+X');
    await expect(
      table.getByRole('toolbar', { name: 'Selected runs' })
    ).toContainText('2 selected');
  });

  await test.step('cells are copied as text with tabs', async () => {
    await grid.press('Home');
    await grid.press('ArrowRight');
    await grid.press('Shift+ArrowDown');
    await grid.press('Shift+ArrowRight');
    await grid.press('Control+c');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^finished\t0\.\d+\nfinished\t0\.\d+$/);
  });

  await test.step('a header by keyboard: sorted, its bars brushed', async () => {
    await grid.press('Control+Home');
    await grid.press('ArrowRight');
    await grid.press('ArrowRight');
    await grid.press('ArrowUp');
    const head = grid.getByRole('columnheader', { name: 'acc' });
    await expect(head.getByRole('button').first()).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(head).toHaveAttribute('aria-sort', 'descending');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect(head.getByRole('listbox')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(
      table.getByRole('combobox', { name: 'Filter runs' })
    ).toHaveValue(/metrics\.acc/);
    await page.keyboard.press('Delete');
    await expect(rows(table)).toHaveCount(5);
    await page.keyboard.press('ArrowDown');
    await expect(grid).toBeFocused();
  });

  await test.step('what is archived is hidden here and in the panel, and is found again', async () => {
    await table.getByRole('button', { name: 'Archive' }).click();
    await expect(rows(table)).toHaveCount(3);
    await expect(lab.rows).toHaveCount(3);
    await lab.panel.getByLabel('Which runs').selectOption('archived');
    await expect(lab.rows).toHaveCount(2);
    await lab.panel.getByLabel('Which runs').selectOption('notebook');
  });

  await grid.press('x');
  await grid.press('ArrowDown');
  await grid.press('x');
  await grid.press('c');
  await expect(page.locator('.jt-Compare')).toBeVisible();
});

test('a view is saved, a cell inserted, and all is back after a reload', async ({
  lab
}) => {
  const { page } = lab;
  await lab.open(seed('tableviews', '12'));
  const table = await openTable(lab);
  const filter = table.getByRole('combobox', { name: 'Filter runs' });
  await filter.fill('params.model == "rf"');
  await filter.press('Enter');
  await expect(rows(table)).toHaveCount(4);
  await table.getByRole('button', { name: 'Views' }).click();
  await page
    .getByRole('textbox', { name: 'Name of a new view' })
    .fill('forests');
  await page.keyboard.press('Enter');
  await table.getByRole('button', { name: 'Clear the filter' }).click();
  await expect(rows(table)).toHaveCount(12);
  await table.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('button', { name: 'forests', exact: true }).click();
  await expect(rows(table)).toHaveCount(4);

  const download = page.waitForEvent('download');
  await table.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('button', { name: 'As a CSV file' }).click();
  expect((await download).suggestedFilename()).toBe('runs.csv');

  await table.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('button', { name: 'To the notebook' }).click();
  await expect(page.locator('.jp-Notebook')).toContainText('jt.runs(');

  await test.step('beside the notebook it is as it was', async () => {
    const tab = await page
      .getByRole('tab', { name: 'Run table' })
      .boundingBox();
    const dock = await page.locator('#jp-main-dock-panel').boundingBox();
    const [x, y] = [(tab?.x ?? 0) + 50, (tab?.y ?? 0) + 10];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + 60, { steps: 3 });
    const edge = (dock?.x ?? 0) + (dock?.width ?? 0) - 30;
    await page.mouse.move(edge, 450, { steps: 5 });
    await page.mouse.up();
    await expect(page.locator('.jp-NotebookPanel')).toBeVisible();
    await expect(filter).toHaveValue('params.model == "rf"');
    await expect(rows(table)).toHaveCount(4);
  });

  await lab.saved();
  await page.reload();
  await lab.ready();
  await expect(page.locator('.jt-TablePanel')).toBeVisible();
  await expect(filter).toHaveValue('params.model == "rf"');
  await expect(rows(table)).toHaveCount(4);
});
