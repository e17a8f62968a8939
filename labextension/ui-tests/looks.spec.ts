import { expect } from '@playwright/test';
import { seed, test } from './lab';

const THEMES = {
  light: 'JupyterLab Light',
  dark: 'JupyterLab Dark',
  contrast: 'JupyterLab Dark High Contrast'
};

for (const [look, theme] of Object.entries(THEMES)) {
  test(`the panel and a comparison in the theme ${look}`, async ({ lab }) => {
    await lab.open(seed(`looks-${look}`, '12', 'odd'), { theme });
    await expect(lab.rows.first()).toBeVisible();
    await expect(lab.panel.getByRole('figure').locator('canvas')).toBeVisible();
    await lab.picture(`panel-${look}`);
    expect(await lab.barriers('.jt-Panel')).toEqual([]);

    await lab.row('x').getByRole('checkbox').check();
    await lab.row('تجربة الغابة العشوائية').getByRole('checkbox').check();
    await lab.panel.getByRole('button', { name: 'Compare' }).click();
    await expect(
      lab.page.locator('.jt-Compare').getByRole('table').first()
    ).toBeVisible();
    await lab.picture(`compare-${look}`);
    expect(await lab.barriers('.jt-Compare')).toEqual([]);
  });
}

for (const width of [250, 420]) {
  test(`the panel at ${width} pixels holds its text`, async ({ lab }) => {
    await lab.open(seed(`wide-${width}`, '8', 'odd'));
    await expect(lab.rows.first()).toBeVisible();
    await lab.widen(width);
    await expect
      .poll(async () => (await lab.panel.boundingBox())?.width)
      .toBeCloseTo(width, -1);
    await lab.picture(`panel-${width}`);
    const grid = lab.panel.getByRole('grid');
    const spill = await grid.evaluate(
      node => node.scrollWidth - node.clientWidth
    );
    expect(spill).toBeLessThanOrEqual(0);
  });
}

test('without a run it says what to do', async ({ lab }) => {
  await lab.open(seed('nothing', '0'));
  await expect(lab.panel.getByText('%load_ext jupyter_tracker')).toBeVisible();
  await lab.picture('panel-empty');
  await lab.panel.getByRole('button', { name: 'Insert it' }).click();
  await expect(lab.page.locator('.jp-Notebook .jp-Cell').first()).toContainText(
    '%load_ext jupyter_tracker'
  );
});

test('without the server extension it says what to type', async ({ lab }) => {
  // what a server answers for an address that it does not know
  await lab.page.route('**/jupyter-tracker/api/**', route =>
    route.fulfill({
      status: 404,
      contentType: 'text/html',
      body: '<h1>404</h1>'
    })
  );
  await lab.open(seed('missing', '1'));
  await expect(
    lab.panel.getByText('jupyter server extension enable jupyter_tracker')
  ).toBeVisible();
  await lab.picture('panel-missing');
});
