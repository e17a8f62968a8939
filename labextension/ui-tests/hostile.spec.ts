import { expect, type Locator } from '@playwright/test';
import { room, test, write, type Lab } from './lab';

/** What a place needs to be shown: JupyterLab, the path of the notebook, and the runs. */
interface IShown {
  lab: Lab;
  path: string;
  runs: string[];
}

const TABS = [
  'Overview',
  'Curves',
  'Tables',
  'Outputs',
  'Code',
  'Inputs',
  'Files',
  'Environment',
  'Log'
];
const SECTIONS = ['moved', 'seeds', 'models', 'files', 'outputs', 'inputs'];

/** Every place that shows something that a run recorded; a new screen is one line more. */
const PLACES: Record<string, (shown: IShown) => Promise<void>> = {
  list: async ({ lab }) => {
    await expect(lab.rows.nth(3)).toBeVisible();
    await lab.rows.first().hover();
  },
  'run page': async ({ lab, path, runs }) => {
    for (const run of runs) {
      await lab.execute('jupyter-tracker:open-run', { run, path });
      const page = lab.page.locator('.jt-RunPage:visible');
      await expect(page.getByRole('tab', { name: 'Log' })).toBeVisible();
      for (const name of TABS) {
        await page.getByRole('tab', { name }).click({ timeout: 8000 });
      }
      await page.getByRole('tab', { name: 'Files' }).click();
      await unfoldAll(page.locator('.jt-Files'));
      await expect(page.locator('.jt-Preview')).toHaveCount(9);
      await page.getByRole('tab', { name: 'Outputs' }).click();
      await expect(page.locator('.jt-Outputs').first()).toBeVisible();
      await pressAll(lab);
    }
  },
  compare: async ({ lab, path, runs }) => {
    for (const section of SECTIONS) {
      await lab.execute('jupyter-tracker:compare-runs', {
        runs,
        path,
        section
      });
    }
    const panel = lab.page.locator('.jt-Compare:visible');
    await expect(panel.locator('.jt-Outputs').first()).toBeVisible();
    await unfoldAll(panel.locator('.jt-Compare-table tbody'));
    await panel.getByRole('button', { name: 'Differences only' }).click();
    await expect(panel.locator('.jt-Preview').first()).toBeVisible();
    await pressAll(lab);
  },
  snapshot: async ({ lab, path, runs }) => {
    await lab.execute('jupyter-tracker:open-snapshot', { run: runs[0], path });
    const page = lab.page.locator('.jt-Snapshot:visible');
    await expect(
      page.getByRole('heading', { name: 'Hostile' }).first()
    ).toBeVisible();
    await pressAll(lab);
  },
  'run table': async ({ lab, path }) => {
    await lab.execute('jupyter-tracker:open-table', { path });
    const table = lab.page.locator('.jt-TablePanel:visible');
    await expect(table.locator('.jt-TableRow').nth(3)).toBeVisible();
    for (const name of ['Columns', 'Group']) {
      await table.getByRole('button', { name }).click();
      await expect(table.getByRole('dialog')).toBeVisible();
      await lab.page.keyboard.press('Escape');
    }
    await table.locator('.jt-TableRow').nth(3).hover();
    await pressAll(lab);
  },
  charts: async ({ lab, path }) => {
    await lab.execute('jupyter-tracker:open-charts', { path });
    const board = lab.page.getByRole('region', { name: 'Charts', exact: true });
    const cards = board.locator('.jt-BoardCard');
    for (const kind of ['scatter', 'parallel', 'box', 'importance']) {
      await board
        .getByRole('combobox', { name: 'Add a chart' })
        .selectOption(kind);
    }
    await expect(cards).toHaveCount(4);
    for (let place = 0; place < 4; place++) {
      await cards.nth(place).scrollIntoViewIfNeeded();
      await cards.nth(place).getByRole('button', { name: 'Table' }).click();
    }
    await expect(board.getByRole('table').first()).toBeVisible();
    await pressAll(lab);
  },
  pivot: async ({ lab, path }) => {
    await lab.execute('jupyter-tracker:open-pivot', { path });
    const pivot = lab.page.getByRole('region', { name: 'Pivot of runs' });
    await expect(pivot.getByRole('rowheader').first()).toBeVisible();
    await pressAll(lab);
  },
  'cell and its history': async ({ lab, path }) => {
    const { page } = lab;
    await lab.execute('docmanager:open', { path });
    const badge = page.locator('.jt-Badge').first();
    await expect(badge.getByRole('button', { name: /run/ })).toBeVisible();
    await lab.execute('jupyter-tracker:show-cell-history', {
      cell: 'one',
      path
    });
    const history = page.locator('.jt-Versions');
    const versions = history.getByRole('option');
    await expect(versions.nth(3)).toBeVisible();
    await versions.nth(3).click();
    await expect(history.locator('.jt-Source')).toContainText('x = ');
    await pressAll(lab);
    await history.getByRole('button', { name: 'Insert below' }).click();
    await versions.first().click();
    await history.getByRole('button', { name: 'Restore', exact: true }).click();
    await badge.getByRole('button', { name: /Restore outputs/ }).click();
    await expect(badge).toContainText('outputs from the store');
    await page
      .getByRole('tab', { name: 'Cell history' })
      .locator('.lm-TabBar-tabCloseIcon')
      .click();
  },
  'card and tables in the notebook': async ({ lab, path, runs }) => {
    const { page } = lab;
    await lab.execute('docmanager:open', { path });
    await lab.kernelIsThere();
    await page.locator('.jp-Notebook:visible .cm-content').first().click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(
      [
        '%load_ext jupyter_tracker',
        'import jupyter_tracker as jt',
        `ids = ${JSON.stringify(runs)}`,
        '[display(jt.run(one)) for one in ids]',
        'bad = [jt.run(one).name for one in ids]',
        '%track runs',
        '%track compare @1 @2'
      ].join('\n')
    );
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(lab.kernel('idle')).toBeAttached();
    await expect(
      page.locator('.jp-Notebook:visible .jp-OutputArea-child').nth(3)
    ).toBeVisible();
    await page.locator('.jp-Notebook:visible .cm-content').first().click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(
      [
        '%%track <img src=x onerror=window.hostile=1>',
        'first, second, third = bad',
        'jt.log({first: 0.5, second: 1.5})',
        'print(third)'
      ].join('\n')
    );
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(lab.kernel('idle')).toBeAttached();
    await expect(lab.row('<img src=x onerror=window.hostile=1>')).toBeVisible();
    await expect(page.locator('.jt-Badge').first()).toContainText('0.5');
  }
};

/** Unfold whatever can be unfolded. */
async function unfoldAll(within: Locator): Promise<void> {
  await within.evaluateAll(nodes => {
    for (const node of nodes) {
      node
        .querySelectorAll<HTMLElement>('[aria-expanded="false"]')
        .forEach(button => button.click());
    }
  });
}

/** Press every link and button that was recorded, but links into the web, which are a person's own choice. */
async function pressAll(lab: Lab): Promise<void> {
  await lab.page.evaluate(() => {
    const shown = ['.jt-Outputs', '.jt-Markdown', '.jt-Preview', '.jp-Cell'];
    const pressed = ['a', 'button', 'input', 'summary', 'svg', 'div'];
    const recorded = document.querySelectorAll<HTMLElement>(
      shown.flatMap(one => pressed.map(two => `${one} ${two}`)).join()
    );
    for (const element of recorded) {
      const href = element.closest('a')?.getAttribute('href') ?? '';
      if (
        !/^https?:/.test(href) &&
        !element.closest(
          '[download], .jp-Collapser, .jt-Sortable-head, .jt-Badge, .jp-Toolbar'
        )
      ) {
        element.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      }
    }
  });
}

test('nothing that a run recorded does anything', async ({ lab, request }) => {
  const { page } = lab;
  const folder = room('hostile');
  write('hostile.py', folder);
  const path = `${folder}/study.ipynb`;
  const dialogs: string[] = [];
  page.on('dialog', dialog => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await lab.open(path);
  await expect(page.locator('.jp-NotebookPanel')).toBeVisible();
  await page.evaluate(() => {
    const { jupyterapp } = window as unknown as {
      jupyterapp: {
        commands: { addCommand(id: string, options: object): void };
      };
    };
    jupyterapp.commands.addCommand('hostile:run', {
      describedBy: { args: {} },
      execute: () => Object.assign(window, { hostile: 'command' })
    });
  });
  const answer = await request.get(
    `/jupyter-tracker/api/runs?path=${path}&scope=store`
  );
  const list = (await answer.json()) as {
    runs: { id: string; name: string }[];
  };
  const runs = list.runs
    .filter(({ name }) => /^[126] /.test(name))
    .map(({ id }) => id);
  expect(runs).toHaveLength(3);
  for (const [name, show] of Object.entries(PLACES)) {
    await test.step(`not in the ${name}`, async () => {
      await show({ lab, path, runs });
      await lab.picture(`hostile-${name.replace(/ /g, '-')}`);
      const did = () =>
        page.evaluate(() => (window as { hostile?: unknown }).hostile ?? null);
      expect(await did()).toBeNull();
      expect(lab.foreign).toEqual([]);
      expect(dialogs).toEqual([]);
      const opened = page.context().pages().slice(1);
      expect(opened.map(other => other.url())).toEqual([]);
    });
  }
});
