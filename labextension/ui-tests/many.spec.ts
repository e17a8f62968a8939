import { expect } from '@playwright/test';
import { seed, test } from './lab';

test('10,000 runs: few rows, the last one can be reached, a filter narrows', async ({
  lab
}) => {
  await lab.open(seed('many', '10000'));
  await expect(lab.panel.getByText('10,000', { exact: true })).toBeVisible({
    timeout: 60_000
  });
  const grid = lab.panel.getByRole('grid', { name: 'Runs' });
  await expect(grid).toHaveAttribute('aria-rowcount', '10000');
  await grid.focus();
  await grid.press('End');
  await expect(lab.rows.last()).toHaveAttribute('aria-rowindex', '10000');
  expect(await lab.rows.count()).toBeLessThan(80);
  await lab.picture('panel-10000');

  const filter = lab.panel.getByRole('combobox', { name: 'Filter runs' });
  await filter.fill('params.depth == 7 and params.model == "logreg"');
  await filter.press('Enter');
  await expect(lab.panel.getByText('1,111 of 10,000')).toBeVisible();
  await expect(lab.rows.first()).toContainText('depth');
});

test('a wrong filter is told where it is wrong and what there is; 21 runs are too many to compare', async ({
  lab,
  request
}) => {
  const path = seed('wrong', '21');
  await lab.open(path);
  const filter = lab.panel.getByRole('combobox', { name: 'Filter runs' });
  await filter.fill('metrics.accuracy > 0.9');
  await filter.press('Enter');
  const alert = lab.panel.getByRole('alert');
  await expect(alert).toContainText('accuracy');
  await expect(alert).toContainText('acc');
  await expect(filter).toHaveAttribute('aria-invalid', 'true');
  await lab.picture('filter-wrong');

  const answer = await request.get(`/jupyter-tracker/api/runs?path=${path}`);
  const { runs } = (await answer.json()) as { runs: { id: string }[] };
  await lab.execute('jupyter-tracker:compare-runs', {
    runs: runs.map(({ id }) => id),
    path
  });
  await expect(
    lab.page.getByRole('tab', { name: 'Compare 20 runs' })
  ).toBeVisible();
  await expect(
    lab.page.getByText('The first 20 of 21 runs are compared')
  ).toBeVisible();
  await lab.picture('compare-20');
});
