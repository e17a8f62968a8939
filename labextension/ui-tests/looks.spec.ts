import { expect } from '@playwright/test';
import { seed, test } from './lab';

const THEMES = {
  light: 'JupyterLab Light',
  dark: 'JupyterLab Dark',
  contrast: 'JupyterLab Dark High Contrast'
};

test('the panel and a comparison at two widths and in three themes', async ({
  lab
}) => {
  const { page, panel } = lab;
  await lab.open(seed('looks', '12', 'odd'));
  await expect(lab.rows.first()).toBeVisible();
  await expect(panel.getByRole('figure').locator('canvas')).toBeVisible();

  for (const width of [420, 250]) {
    await test.step(`at ${width} pixels it holds its text`, async () => {
      await lab.widen(width);
      await expect
        .poll(async () => (await panel.boundingBox())?.width)
        .toBeCloseTo(width, -1);
      await lab.picture(`panel-${width}`);
      const grid = panel.getByRole('grid');
      const spill = await grid.evaluate(
        node => node.scrollWidth - node.clientWidth
      );
      expect(spill).toBeLessThanOrEqual(0);
    });
  }

  await lab.row('x').getByRole('checkbox').check();
  await lab.row('تجربة الغابة العشوائية').getByRole('checkbox').check();
  await panel.getByRole('button', { name: 'Compare' }).click();
  const compare = page.locator('.jt-Compare');
  await expect(compare.getByRole('table').first()).toBeVisible();

  for (const [look, theme] of Object.entries(THEMES)) {
    await test.step(`in the theme ${look} nothing stands in anybody's way`, async () => {
      await lab.execute('apputils:change-theme', { theme });
      await expect(page.locator('body')).toHaveAttribute(
        'data-jp-theme-name',
        theme
      );
      await lab.ready();
      await lab.picture(`looks-${look}`);
      expect(await lab.barriers('.jt-Panel')).toEqual([]);
      expect(await lab.barriers('.jt-Compare')).toEqual([]);
    });
  }

  await test.step('read from the right numbers keep their signs, and names stand at the right', async () => {
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
    const row = compare.getByRole('row', { name: /^acc/ });
    const changed = row.locator('.jt-Delta').first();
    await expect(changed).toHaveCSS('direction', 'ltr');
    const name = await row.getByRole('rowheader').boundingBox();
    const delta = await changed.boundingBox();
    expect(name?.x).toBeGreaterThan(delta?.x ?? Infinity);
    await lab.picture('looks-mirrored');
    expect(await lab.barriers('.jt-Compare')).toEqual([]);
  });
});

test('with nothing to show it says what to do', async ({ lab }) => {
  const { page, panel } = lab;
  const path = seed('nothing', '0');
  await lab.open(path);
  await expect(panel.getByText('%load_ext jupyter_tracker')).toBeVisible();
  await lab.picture('panel-empty');
  await panel.getByRole('button', { name: 'Insert it' }).click();
  await expect(page.locator('.jp-Notebook .jp-Cell').first()).toContainText(
    '%load_ext jupyter_tracker'
  );

  await test.step('as charts do', async () => {
    await lab.execute('jupyter-tracker:open-charts', { path });
    await expect(
      page.getByText('None of the runs has a metric yet.')
    ).toBeVisible();
  });

  await test.step('and what to type where the server lacks the extension', async () => {
    // what a server answers for an address that it does not know
    await page.route('**/jupyter-tracker/api/**', route =>
      route.fulfill({
        status: 404,
        contentType: 'text/html',
        body: '<h1>404</h1>'
      })
    );
    await panel.getByRole('button', { name: 'Refresh the runs' }).click();
    await expect(
      panel.getByText('jupyter server extension enable jupyter_tracker')
    ).toBeVisible();
    await lab.picture('panel-missing');
  });
});
