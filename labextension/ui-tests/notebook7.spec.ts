import { expect } from '@playwright/test';
import { seed, test } from './lab';

test('Notebook 7 has the panel, too', async ({ lab, request }) => {
  const path = seed('notebook7', '3');
  const { page } = lab;
  const answer = await request.get(`/notebooks/${path}`);
  test.skip(!answer.ok(), 'Notebook 7 is not installed here.');
  await page.goto(`/notebooks/${path}`);
  await page.getByRole('menuitem', { name: 'View' }).click();
  await page.getByRole('menuitem', { name: 'Show Runs' }).click();
  await expect(lab.rows).toHaveCount(3);
  await expect(lab.panel.getByRole('figure').locator('canvas')).toBeVisible();
  await lab.rows.first().locator('.jt-Row-name').click();
  await expect(page.getByRole('tab', { name: 'Overview' })).toBeVisible();
  await lab.picture('notebook7');
});
