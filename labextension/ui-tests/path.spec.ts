import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { room, test } from './lab';
import { NOTEBOOKS } from './place';

/** A loop that goes on until it was seen enough. */
const SLOW = `%%track slow
import pathlib, time
for step in range(100_000):
    loss = 1 / (step + 1)
    time.sleep(0.05)
    if pathlib.Path("enough").exists():
        break`;

test('from the quickstart to a report', async ({ lab, request }) => {
  test.setTimeout(300_000);
  const { page, panel } = lab;
  const place = room('quickstart');
  const folder = join(NOTEBOOKS, place);
  cpSync('notebooks', folder, { recursive: true });
  await lab.open(`${place}/quickstart.ipynb`);
  await expect(
    panel.getByText('No runs here yet', { exact: false })
  ).toBeVisible();

  await test.step('its cells make runs that appear beside the notebook', async () => {
    await lab.kernelIsThere();
    const done = lab.execute('notebook:run-all-cells');
    await expect(lab.row('logistic')).toBeVisible({ timeout: 60_000 });
    await expect(lab.row('deep-forest')).toBeVisible({ timeout: 60_000 });
    await expect
      .poll(() => existsSync(join(folder, 'penguins-report.ipynb')), {
        timeout: 60_000
      })
      .toBe(true);
    await expect(
      lab.row('deep-forest').getByRole('img', { name: 'finished' })
    ).toBeVisible();
    await expect(lab.rows).toHaveCount(3);
    await done;
    await lab.picture('quickstart-light');
  });

  await test.step('a cell that was edited and not saved is watched while it runs', async () => {
    const cell = page.locator('.jp-Notebook .jp-CodeCell').last();
    await cell.locator('.cm-content').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(SLOW);
    await page.keyboard.press('ControlOrMeta+Enter');
    const row = lab.row('slow');
    await expect(row.getByRole('img', { name: 'running' })).toBeVisible();
    const seen = new Set<string>();
    await expect
      .poll(async () => {
        await expect(lab.kernel('busy')).toBeAttached();
        seen.add(await row.locator('.jt-Row-metric').innerText());
        return seen.size;
      })
      .toBeGreaterThan(3);
    await lab.picture('quickstart-live');
    writeFileSync(join(folder, 'enough'), '');
    await expect(row.getByRole('img', { name: 'finished' })).toBeVisible({
      timeout: 30_000
    });
    expect(
      readFileSync(join(folder, 'quickstart.ipynb'), 'utf8')
    ).not.toContain('%%track slow');
  });

  await test.step('the run knows the notebook as it was on screen', async () => {
    const id = await lab.row('slow').getAttribute('data-run');
    const record = async () =>
      (await (
        await request.get(
          `/jupyter-tracker/api/runs/${id}?path=${place}/quickstart.ipynb`
        )
      ).json()) as {
        parts: { source: string; snapshot: { fidelity: string } | null }[];
      };
    await expect
      .poll(async () => (await record()).parts[0].snapshot?.fidelity)
      .toBe('exact');
    expect((await record()).parts[0].source).toContain('1 / (step + 1)');
  });

  await test.step('two runs beside each other', async () => {
    await lab.row('logistic').getByRole('checkbox').check();
    await lab.row('deep-forest').getByRole('checkbox').check();
    await panel.getByRole('button', { name: 'Compare' }).click();
    const compare = page.locator('.jt-Compare');
    await expect(compare).toContainText('val_acc');
    await expect(compare).toContainText('depth');
    await lab.picture('quickstart-compare');
  });

  await test.step('a report is written beside the notebook', async () => {
    await panel.getByRole('button', { name: 'Report' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Make report' })
      .click();
    await expect(
      page.getByRole('tab', { name: 'report.ipynb', exact: true })
    ).toBeVisible({ timeout: 60_000 });
    await lab.picture('quickstart-report');
    const report = JSON.parse(
      readFileSync(join(folder, 'report.ipynb'), 'utf8')
    ) as { nbformat: number };
    expect(report.nbformat).toBe(4);
  });

  await test.step('a reload brings everything back', async () => {
    const filter = panel.getByRole('combobox', { name: 'Filter runs' });
    await page
      .getByRole('tab', { name: 'quickstart.ipynb', exact: true })
      .click();
    await filter.fill('metrics.val_acc > 0');
    await filter.press('Enter');
    await expect(lab.rows).toHaveCount(3);
    await lab.saved();
    await page.reload();
    await lab.ready();
    await expect(panel).toBeVisible();
    await expect(filter).toHaveValue('metrics.val_acc > 0');
    await expect(lab.rows).toHaveCount(3);
    await expect(page.locator('.jt-Compare')).toHaveCount(1);
    await lab.picture('quickstart-reloaded');
  });
});
