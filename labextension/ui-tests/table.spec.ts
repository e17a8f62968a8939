import { expect } from '@playwright/test';
import { seed, test } from './lab';

test('look', async ({ lab }) => {
  const { page } = lab;
  await lab.open(seed('table', '300', 'odd'));
  await lab.execute('jupyter-tracker:open-table');
  const table = page.locator('.jt-TablePanel');
  await expect(table.getByRole('row').nth(5)).toBeVisible();
  await page.waitForTimeout(1500);
  await lab.picture('table-300');
});
