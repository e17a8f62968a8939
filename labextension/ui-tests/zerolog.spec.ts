import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { room, test } from './lab';
import { NOTEBOOKS } from './place';

/** A notebook without a single log call: a search, a printed metric, a confusion matrix, and what a later cell computes. */
const CELLS = [
  '%load_ext jupyter_tracker',
  `%%track forest
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, confusion_matrix, roc_curve
from sklearn.model_selection import GridSearchCV, train_test_split
X, y = load_breast_cancer(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
grid = {"max_depth": [1, 2, 4], "n_estimators": [5, 10]}
search = GridSearchCV(RandomForestClassifier(random_state=0), grid, cv=3)
search.fit(X_train, y_train)
pred = search.predict(X_test)
print(f"accuracy: {accuracy_score(y_test, pred):.4f}")
cm = confusion_matrix(y_test, pred)
roc = roc_curve(y_test, search.predict_proba(X_test)[:, 1])`,
  `from sklearn.metrics import roc_auc_score
auc = roc_auc_score(y_test, search.predict_proba(X_test)[:, 1])`,
  `loss = 1.0
for epoch in range(12):
    loss *= 0.8`
];

const THEMES = { light: 'JupyterLab Light', dark: 'JupyterLab Dark' };

function notebook(): object {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: {
        name: 'python3',
        display_name: 'Python 3',
        language: 'python'
      }
    },
    cells: CELLS.map((source, place) => ({
      cell_type: 'code',
      id: `cell-${place}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source
    }))
  };
}

test('what nobody logged is there, and what it is can be ruled', async ({
  lab
}) => {
  test.setTimeout(400_000);
  const { page, panel } = lab;
  const folder = room('zerolog');
  writeFileSync(
    join(NOTEBOOKS, folder, 'study.ipynb'),
    JSON.stringify(notebook())
  );
  await lab.open(`${folder}/study.ipynb`);
  await lab.widen(400);
  const row = lab.row('forest');
  const run = page.locator('.jt-RunPage');

  await test.step('a search is one run, its configurations below it', async () => {
    await lab.kernelIsThere();
    await lab.execute('notebook:run-all-cells');
    await expect(row.getByRole('img', { name: 'finished' })).toBeVisible({
      timeout: 120_000
    });
    await expect(lab.rows).toHaveCount(1);
    const fold = row.getByRole('button', { name: /Configurations of forest/ });
    await expect(fold).toContainText('6 configurations, best 0.9');
    await fold.click();
    await expect(fold).toHaveAttribute('aria-expanded', 'true');
    await expect(lab.rows).toHaveCount(8); // the run, what they are sorted by, the configurations
    await expect(lab.rows.nth(2)).toContainText('best');
    const order = panel.getByRole('combobox', {
      name: 'Order of the configurations of forest'
    });
    await order.selectOption('metrics["mean_test_score"] asc');
    await expect(lab.rows.nth(7)).toContainText('best');
    await order.selectOption('');
    await expect(lab.rows.nth(2)).toContainText('best');
  });

  await test.step('no picker offers what the machine did', async () => {
    const picker = panel.getByRole('combobox', { name: 'Metric shown' });
    await expect(picker).toContainText('test_accuracy');
    const offered = await picker.locator('option').allTextContents();
    expect(offered.filter(name => name.startsWith('system/'))).toEqual([]);
  });

  await test.step('a cell that was no run can become one, also an earlier one', async () => {
    await panel.getByRole('button', { name: 'Earlier cells' }).click();
    const earlier = panel.getByRole('list', { name: 'Earlier cells' });
    await expect(earlier).toContainText('from sklearn.metrics import');
    await expect(earlier).toContainText('0.99');
    await lab.picture('zerolog-panel');
    const make = panel.getByRole('button', { name: 'Make a run of cell [4]' });
    await make.click();
    await expect(lab.rows).toHaveCount(9);
    await expect(make).toHaveCount(0);
  });

  await test.step('the page of the run shows at most six values first, the rest folded', async () => {
    await row.getByRole('button', { name: 'forest', exact: true }).click();
    await expect(
      run.getByRole('rowheader', { name: 'test_accuracy' })
    ).toBeVisible();
    const first = run.locator(
      '.jt-RunPage-columns > div > .jt-Table > tbody > tr'
    );
    expect(await first.count()).toBeLessThanOrEqual(6);
    await expect(run.getByText(/^\d+ defaults$/)).toBeVisible();
    const name = run
      .getByRole('rowheader', { name: 'test_accuracy' })
      .locator('bdi');
    const from = (await name.getAttribute('title')) ?? '';
    expect(from).toContain('the result of a library’s function: cell [2]');
    expect(from).toContain('also: printed as accuracy');
  });

  await test.step('what was seen afterwards is kept by one click', async () => {
    const offers = run.locator('.jt-Offers');
    await expect(offers).toContainText('auc');
    await expect(offers).toContainText('[3]');
    await lab.picture('zerolog-overview');
    await run.getByRole('button', { name: 'Keep auc as a metric' }).click();
    await expect(offers).toHaveCount(0);
    await expect(run.locator('.jt-RunPage-columns')).toContainText('auc');
  });

  await test.step('the configurations are a table, the best marked', async () => {
    const table = run.locator('.jt-Configurations');
    await expect(table.locator('tbody tr')).toHaveCount(6);
    await expect(table.locator('.jt-mod-best')).toHaveCount(1);
    await table.getByRole('button', { name: 'max_depth' }).click();
    await expect(
      table.getByRole('columnheader', { name: 'max_depth' })
    ).toHaveAttribute('aria-sort', 'descending');
  });

  await test.step('a name is silenced by its menu, from the keyboard, and comes back', async () => {
    const more = run.getByRole('button', { name: 'What cv is' });
    await more.focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('.lm-Menu')).toContainText('Higher Is Better');
    await lab.picture('zerolog-menu');
    await page
      .getByRole('menuitem', { name: 'Not a Param or Metric Here' })
      .click();
    await expect(run.getByText('Ruled in this notebook (1)')).toBeVisible();
    await run.getByText('Ruled in this notebook (1)').click();
    await run
      .getByRole('button', { name: 'Undo what was ruled about cv' })
      .click();
    await expect(run.getByText('Ruled in this notebook')).toHaveCount(0);
  });

  for (const [look, theme] of Object.entries(THEMES)) {
    await test.step(`tables, curves and resources in the theme ${look}`, async () => {
      await lab.execute('apputils:change-theme', { theme });
      await expect(page.locator('body')).toHaveAttribute(
        'data-jp-theme-name',
        theme
      );
      await lab.ready();
      await run.getByRole('tab', { name: 'Tables' }).click();
      const matrix = run.getByRole('region', { name: 'cm' });
      await expect(matrix.getByRole('row')).toHaveCount(3);
      await expect(run.locator('.jt-TableCard canvas').first()).toBeVisible();
      await lab.picture(`zerolog-tables-${look}`);
      await run.getByRole('tab', { name: 'Curves' }).click();
      await expect(
        run.getByRole('figure', { name: /^Memory/ }).locator('canvas')
      ).toBeVisible();
      await lab.picture(`zerolog-curves-${look}`);
      await run.getByRole('tab', { name: 'Overview' }).click();
      await expect(run.locator('.jt-BestSoFar canvas')).toBeVisible();
      await lab.picture(`zerolog-overview-${look}`);
      expect(await lab.barriers('.jt-RunPage')).toEqual([]);
      expect(await lab.barriers('.jt-Panel')).toEqual([]);
    });
  }
});
