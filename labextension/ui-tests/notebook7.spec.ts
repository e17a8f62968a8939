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

  await test.step('the run table and charts beside the notebook', async () => {
    for (const [command, shown] of [
      ['Open Run Table', '.jt-TableRow'],
      ['Charts', '.u-over']
    ]) {
      await page.keyboard.press('ControlOrMeta+Shift+c');
      await page.keyboard.type(command);
      await page.keyboard.press('Enter');
      await expect(page.locator(shown).first()).toBeVisible();
    }
    await lab.picture('notebook7-charts');
  });

  await test.step('cells tell their runs, with their history beside them', async () => {
    const many = seed('notebook7-cells', '3', 'cells');
    await page.goto(`/notebooks/${many}`);
    const badge = page.locator('.jt-Badge').first();
    await expect(badge).toContainText('acc 0.9');
    await badge.getByRole('button', { name: '2 runs' }).click();
    const history = page.getByRole('listbox', { name: 'Runs of this cell' });
    await expect(history.getByRole('option')).toHaveCount(2);
    await lab.picture('notebook7-cells');
  });
});
