import { expect } from '@playwright/test';
import { seed, test } from './lab';

test('the list by keyboard alone', async ({ lab }) => {
  const { page, panel } = lab;
  await lab.open(seed('keys', '5'));
  await expect(lab.rows).toHaveCount(5);
  const grid = panel.getByRole('grid', { name: 'Runs' });
  const focused = async () => {
    const id = await grid.getAttribute('aria-activedescendant');
    return page.locator(`#${id}`).getAttribute('aria-rowindex');
  };
  await grid.focus();
  await grid.press('ArrowDown');
  await grid.press('ArrowDown');
  expect(await focused()).toBe('3');
  await grid.press('ArrowUp');
  expect(await focused()).toBe('2');

  await test.step('space hides and shows its curves', async () => {
    const swatch = lab.rows.nth(1).getByRole('button', { pressed: true });
    await expect(swatch).toHaveCount(1);
    await grid.press(' ');
    await expect(swatch).toHaveCount(0);
    await grid.press(' ');
    await expect(swatch).toHaveCount(1);
  });

  await test.step('x selects, Escape selects none', async () => {
    const actions = panel.getByRole('toolbar', { name: 'Selected runs' });
    await grid.press('x');
    await expect(actions).toContainText('1 selected');
    await grid.press('End');
    await grid.press('Shift+X');
    await expect(actions).toContainText('4 selected');
    await grid.press('Escape');
    await expect(actions).toBeHidden();
  });

  await test.step('slash leads to the filter, whose completions are chosen by arrow and Enter', async () => {
    await grid.press('/');
    const filter = panel.getByRole('combobox', { name: 'Filter runs' });
    await expect(filter).toBeFocused();
    await page.keyboard.type('params.mod');
    const offer = panel.getByRole('option', { name: 'model' });
    await expect(offer).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type(' == "gb"');
    await page.keyboard.press('Enter');
    await expect(filter).toHaveValue('params.model == "gb"');
    await expect(lab.rows).toHaveCount(2);
  });

  await test.step('c compares what is selected', async () => {
    await grid.focus();
    await grid.press('Home');
    await grid.press('x');
    await grid.press('ArrowDown');
    await grid.press('x');
    await grid.press('c');
    await expect(page.locator('.jt-Compare')).toBeVisible();
  });

  await test.step('Enter opens the run', async () => {
    await grid.focus();
    await grid.press('Enter');
    await expect(page.locator('.jt-RunPage')).toBeVisible();
  });

  await test.step('a section folds, and is folded after a reload', async () => {
    const title = panel.getByLabel('Last cell Section');
    await title.press('Enter');
    await expect(title).toHaveAttribute('aria-expanded', 'false');
    await lab.saved();
    await page.reload();
    await lab.ready();
    await expect(title).toHaveAttribute('aria-expanded', 'false');
  });
});

test('the menu of a run is meant for the run under the pointer', async ({
  lab
}) => {
  const { page, panel } = lab;
  await lab.open(seed('menu', '3'));
  await lab.rows.nth(2).click({ button: 'right' });
  await expect(lab.rows.nth(2)).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('the first one');
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await expect(lab.row('the first one')).toBeVisible();

  await lab.row('the first one').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(lab.rows).toHaveCount(2);
  await panel.getByLabel('Which runs').selectOption('trash');
  await lab.row('the first one').getByRole('checkbox').check();
  await panel.getByRole('button', { name: 'Put back' }).click();
  await panel.getByLabel('Which runs').selectOption('notebook');
  await expect(lab.rows).toHaveCount(3);
});
