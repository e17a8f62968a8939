import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { Lab, room, seed, test } from './lab';
import { NOTEBOOKS } from './place';
import { OwnServer } from './server';

/** A notebook of these cells in a room; its path. */
function write(place: string, cells: string[]): string {
  const listed = cells.map((source, number) => ({
    cell_type: 'code',
    id: `cell-${number}`,
    metadata: {},
    source,
    outputs: [],
    execution_count: null
  }));
  const notebook = {
    cells: listed,
    metadata: { kernelspec: { name: 'python3', display_name: 'Python 3' } },
    nbformat: 4,
    nbformat_minor: 5
  };
  const path = join(NOTEBOOKS, place, 'study.ipynb');
  writeFileSync(path, JSON.stringify(notebook));
  return `${place}/study.ipynb`;
}

/** The n-th cell of the notebook in front. */
function cell(page: Page, number: number) {
  return page.locator('.jp-Notebook .jp-CodeCell').nth(number);
}

/** Type a source into a cell, in place of what stands there. */
async function type(page: Page, number: number, source: string): Promise<void> {
  await cell(page, number).locator('.cm-content').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(source);
}

test.describe.configure({ timeout: 150_000 });

const LOAD = '%load_ext jupyter_tracker';
const TRAIN = '%%track\ndepth = 4\nacc = 1 - 1 / depth\nprint(acc)';

const LONG = `%%track long
import os, time
for line in range(3):
    print('line', line, flush=True)
while not os.path.exists('go'):
    time.sleep(0.05)
print('<script>window.wrong = 1</script>')
from IPython.display import HTML
HTML('<b onclick="window.wrong = 1">end</b><script>window.wrong = 1</script>')`;

test('a cell shows its latest run, its history and how to track it', async ({
  lab
}) => {
  const { page } = lab;
  const place = room('cells');
  await lab.open(write(place, [LOAD, TRAIN, 'x = 1']));
  await lab.kernelIsThere();
  await lab.execute('notebook:run-all-cells');
  const badge = cell(page, 1).locator('.jt-Badge');
  await expect(badge.getByRole('img', { name: 'finished' })).toBeVisible();
  await expect(badge).toContainText('acc 0.75');
  await expect(badge.getByRole('button', { name: '1 run' })).toBeVisible();
  await expect(page.locator('.jt-Badge')).toHaveCount(1);

  await test.step('a second run tells the change, an edit that it is none of this source', async () => {
    await type(page, 1, TRAIN.replace('4', '8'));
    await expect(badge).toContainText('edited since');
    await page.keyboard.press('Control+Enter');
    await expect(badge).toContainText('acc 0.875 +0.13 ▲');
    await expect(badge).not.toContainText('edited since');
    await expect(badge.getByRole('button', { name: /Restore/ })).toBeHidden();
    await lab.picture('cells-badge');
    expect(await lab.barriers('.jt-Badge')).toEqual([]);
  });

  const history = page.locator('.jt-Versions');
  await test.step('its history, from the keyboard: what differed, and back to it', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('t');
    await page.keyboard.press('h');
    const versions = history.getByRole('listbox', {
      name: 'Runs of this cell'
    });
    await expect(versions.getByRole('option')).toHaveCount(2);
    await versions.focus();
    await versions.press('ArrowDown');
    await expect(history).toContainText('- depth = 4');
    await expect(history).toContainText('+ depth = 8');
    await lab.picture('cells-history');
    expect(await lab.barriers('.jt-Versions')).toEqual([]);
    await history.getByRole('button', { name: 'Restore', exact: true }).click();
    await expect(cell(page, 1)).toContainText('depth = 4');
    await expect(badge).toContainText('edited since');
    await cell(page, 1).locator('.cm-content').click();
    await page.keyboard.press('ControlOrMeta+z');
    await expect(cell(page, 1)).toContainText('depth = 8');
    await history.getByRole('button', { name: 'Insert below' }).click();
    await expect(cell(page, 2)).toContainText('depth = 4');
    await expect(page.locator('.jp-Notebook .jp-CodeCell')).toHaveCount(4);
  });

  await test.step('tracked by the cell toolbar, untracked by the context menu', async () => {
    const last = cell(page, 3);
    await last.locator('.cm-content').click();
    await last
      .locator('[data-jp-item-name="jupyter-tracker-track"] jp-button')
      .click();
    await expect(last).toContainText('%%track');
    await last.locator('.cm-content').click({ button: 'right' });
    await page
      .getByRole('menuitemcheckbox', { name: 'Track This Cell' })
      .click();
    await expect(last).not.toContainText('%%track');
  });

  await test.step('a click opens the run', async () => {
    await badge.getByRole('button', { name: /depth/ }).click();
    await expect(page.locator('.jt-RunPage')).toContainText('acc');
  });

  await test.step('no badge and no card where a person wants none', async () => {
    await page.getByRole('tab', { name: 'study.ipynb' }).first().click();
    await lab.execute('launcher:create');
    await page.getByRole('button', { name: 'Runs', exact: true }).click();
    await lab.execute('settingeditor:open', { query: 'Runs in notebooks' });
    const editor = page.locator('.jp-SettingsPanel');
    const badges = editor.getByLabel('Latest run at each cell');
    const cards = editor.getByLabel('Cards below tracked cells');
    await badges.uncheck();
    await cards.uncheck();
    await expect(page.locator('.jt-Badge')).toHaveCount(0);
    await expect(page.locator('.jt-mod-hiddenCard')).toHaveCount(1);
    await badges.check();
    await cards.check();
    await expect(page.locator('.jt-Badge')).toHaveCount(1);
    await expect(page.locator('.jt-mod-hiddenCard')).toHaveCount(0);
    await lab.execute('application:close');
  });

  const shown = cell(page, 3).locator('.jp-OutputArea');
  await test.step('after a reload it needs no kernel, and the document is as it was', async () => {
    await page.getByRole('tab', { name: 'study.ipynb' }).first().click();
    await type(page, 3, LONG);
    await lab.execute('docmanager:save');
    await lab.begin('notebook:run-cell');
    await expect(shown).toContainText('line 2');
    const bar = page.locator('#jp-main-statusbar');
    const running = bar.getByRole('button', { name: /long \d/ });
    await expect(running).toBeVisible();
    await lab.picture('cells-running');
    await lab.saved();
    await page.reload();
    await lab.ready();
    await expect(badge).toContainText('acc 0.875');
    await expect(running).toBeVisible();
  });

  await test.step('outputs that the reload missed come back, live while the cell runs', async () => {
    const long = cell(page, 3).locator('.jt-Badge');
    const restore = long.getByRole('button', {
      name: 'Restore outputs (3 lines)'
    });
    await expect(restore).toBeVisible();
    await expect(page.locator('.lm-TabBar-tab.jp-mod-dirty')).toHaveCount(0);
    await lab.picture('cells-missed');
    await restore.click();
    await expect(shown).toContainText('line 2');
    await expect(long).toContainText('outputs from the store, live');
    writeFileSync(join(NOTEBOOKS, place, 'go'), '');
    await expect(shown.getByText('end', { exact: true })).toBeVisible();
    await expect(shown.getByText('line 2')).toHaveCount(1);
    await expect(long.getByRole('img', { name: 'finished' })).toBeVisible();
    await expect(long).toContainText('outputs from the store');
    await expect(restore).toBeHidden();
    expect(await page.evaluate(() => 'wrong' in window)).toBe(false);
    await lab.picture('cells-restored');
  });

  await test.step('in the dark', async () => {
    await lab.execute('apputils:change-theme', { theme: 'JupyterLab Dark' });
    await lab.ready();
    await lab.picture('cells-dark');
    expect(await lab.barriers('.jt-Badge')).toEqual([]);
  });
});

test('several hundred cells have their badges, and scroll', async ({ lab }) => {
  const { page } = lab;
  await lab.open(seed('many-cells', '200', 'cells'));
  await expect(page.locator('.jt-Badge').first()).toContainText('acc 0.9');
  await expect(
    page
      .locator('.jt-Badge')
      .first()
      .getByRole('button', { name: 'Restore outputs (2 lines)' })
  ).toBeVisible();
  const frames = await page.evaluate(async () => {
    const box = document.querySelector(
      '.jp-WindowedPanel-outer'
    ) as HTMLElement;
    const times: number[] = [];
    let last = performance.now();
    for (let step = 0; step < 120; step += 1) {
      box.scrollTop += 120;
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      times.push(now - last);
      last = now;
    }
    times.sort((one, other) => one - other);
    return { median: times[60], p95: times[114], longest: times[119] };
  });
  test.info().annotations.push({
    type: 'ms a frame while 200 cells scroll',
    description: JSON.stringify(frames)
  });
  await expect(page.locator('.jt-Badge').last()).toContainText('acc 0.9');
  await lab.picture('cells-many');

  const offered = page
    .locator('.jp-SettingsPanel')
    .getByLabel('Offer missed outputs');
  const restore = page.locator('.jt-Badge-restore:visible');
  await lab.execute('settingeditor:open', { query: 'Runs in notebooks' });
  await offered.uncheck();
  await page.getByRole('tab', { name: 'study.ipynb' }).first().click();
  await expect(restore).toHaveCount(0);
  await lab.execute('settingeditor:open', { query: 'Runs in notebooks' });
  await offered.check();
  await page.getByRole('tab', { name: 'study.ipynb' }).first().click();
  await expect(restore).not.toHaveCount(0);
});

test('a killed server and a restarted kernel are survived and said; below a base URL with a blank', async ({
  page
}) => {
  const server = new OwnServer();
  await server.start();
  const lab = new Lab(page, server.base);
  const place = room('killed');
  const beats = join(NOTEBOOKS, place, 'beats');
  const source = `%%track beating\nimport time, jupyter_tracker as jt\nfor beat in range(1000):\n    jt.log(heart=beat)\n    open('beats', 'a').write(f'{time.time()} ')\n    time.sleep(0.4)`;
  try {
    await lab.open(write(place, [LOAD, source, 'y = 2']));
    await lab.kernelIsThere();
    await lab.begin('notebook:run-all-cells');
    const badge = cell(page, 1).locator('.jt-Badge');
    await expect(badge).toContainText(/heart [1-9]/);
    const row = lab.row('beating');

    await test.step('how long it takes from log() to the screen', async () => {
      const seen = await page.evaluate(async () => {
        const found: Record<string, Record<string, number>> = {};
        const look = (name: string, selector: string) => {
          const number =
            document.querySelector(selector)?.textContent?.match(/\d+/)?.[0] ??
            '';
          (found[name] ??= {})[number] ??= Date.now();
        };
        const until = performance.now() + 3000;
        while (performance.now() < until) {
          look('badge', '.jt-Badge-metrics b');
          look('list', '.jt-Panel [role="grid"] .jt-Row-metric');
          await new Promise(requestAnimationFrame);
        }
        return found;
      });
      const written = readFileSync(beats, 'utf8').trim().split(' ').map(Number);
      for (const [name, times] of Object.entries(seen)) {
        const late = Object.entries(times)
          .slice(1) // the first one was there before somebody looked
          .map(([beat, at]) => Math.round(at - 1000 * written[Number(beat)]))
          .filter(Number.isFinite)
          .sort((one, other) => one - other);
        test.info().annotations.push({
          type: `ms from log() to the ${name}`,
          description: `median ${late[Math.floor(late.length / 2)]}, longest ${late[late.length - 1]} of ${late.length}`
        });
      }
    });

    await test.step('the kernel is restarted: the run is told to be over', async () => {
      await row.getByRole('checkbox').check();
      await page.evaluate(async () => {
        const { jupyterapp } = window as unknown as {
          jupyterapp: {
            shell: {
              currentWidget: {
                sessionContext: {
                  session: { kernel: { restart(): Promise<void> } };
                };
              };
            };
          };
        };
        await jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart();
      });
      await expect(
        row.getByRole('img', { name: /crashed|interrupted|failed/ })
      ).toBeVisible();
      await expect(
        badge.getByRole('img', { name: /crashed|interrupted|failed/ })
      ).toBeVisible();
      await expect(row.getByRole('checkbox')).toBeChecked();
    });

    await test.step('the server is killed: that is said', async () => {
      await server.kill();
      await expect(lab.panel.getByText('Connecting again…')).toBeVisible();
      await expect(badge).toContainText('connecting again…');
      await expect(row).toBeVisible();
      await lab.picture('cells-killed');
    });

    await test.step('it is back: nothing is lost, and what happens is heard again', async () => {
      await server.start();
      await expect(lab.panel.getByText('Connecting again…')).toHaveCount(0);
      await expect(badge).not.toContainText('connecting again…');
      await expect(row.getByRole('checkbox')).toBeChecked();
      await page.request.patch(
        `${server.base}/jupyter-tracker/api/runs/beating?path=${place}/study.ipynb`,
        { data: { set: { name: 'it beat' } } }
      );
      await expect(lab.row('it beat')).toBeVisible();
      await expect(badge).toContainText('it beat');
    });

    await test.step('who may only read sees no button that writes, and none that runs code', async () => {
      await server.kill();
      await server.start(true);
      await lab.open(`${place}/study.ipynb`);
      await lab.row('it beat').locator('.jt-Row-name').click();
      const run = page.locator('.jt-RunPage');
      await expect(run.locator('.jt-Side-title')).toHaveText('it beat');
      const writes = /Replay|Star|Baseline|Make report|Take off|Add a/;
      await expect(run.getByRole('button', { name: writes })).toHaveCount(0);
      await expect(
        run.locator('.jt-Side textarea, .jt-Side input:visible')
      ).toHaveCount(0);
      await lab.row('it beat').getByRole('checkbox').check();
      const actions = lab.panel.getByRole('toolbar', { name: 'Selected runs' });
      await expect(
        actions.getByRole('button', { name: 'Compare' })
      ).toBeVisible();
      await expect(
        actions.getByRole('button', { name: 'Report' })
      ).toBeHidden();
      await lab.row('it beat').click({ button: 'right' });
      await expect(
        page.getByRole('menuitem', { name: 'Open Run' })
      ).toBeVisible();
      await expect(
        page.getByRole('menuitem', { name: /Rename|Delete|Tag/ })
      ).toHaveCount(0);
      await lab.picture('cells-only-reads');
      const refused = await page.request.post(
        `${server.base}/jupyter-tracker/api/runs/beating/replay`,
        { data: {} }
      );
      expect(refused.status()).toBe(403);
    });
    expect(lab.faults).toEqual([]);
    expect(lab.foreign).toEqual([]);
    expect(existsSync(beats)).toBe(true);
  } finally {
    await page.goto('about:blank');
    await server.kill();
  }
});
