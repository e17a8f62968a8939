import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type APIRequestContext } from '@playwright/test';
import { room, test, type Lab } from './lab';
import { NOTEBOOKS } from './place';

const CELLS = [
  '%load_ext jupyter_tracker',
  'rate = 0.5',
  'spare = 1',
  'spare = 2'
];

/** What of a run is looked at here. */
interface IRecord {
  notebook: string;
  parts: { snapshot: { fidelity: string; path: string } | null }[];
}

function notebook(cells: string[]): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: {
        name: 'python3',
        display_name: 'Python 3',
        language: 'python'
      }
    },
    cells: cells.map((source, place) => ({
      cell_type: 'code',
      id: `cell-${place}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source
    }))
  });
}

/** Put a cell in place of the last one without saving it, and run it. */
async function runUnsaved(lab: Lab, source: string): Promise<void> {
  const cell = lab.page.locator('.jp-Notebook:visible .jp-CodeCell').last();
  await cell.locator('.cm-content').click();
  await lab.page.keyboard.press('ControlOrMeta+a');
  await lab.page.keyboard.insertText(source);
  await lab.page.keyboard.press('ControlOrMeta+Enter');
}

/** The record of a run that has ended, once its snapshot is there. */
async function record(
  lab: Lab,
  request: APIRequestContext,
  name: string,
  path: string
): Promise<IRecord> {
  const row = lab.row(name);
  await expect(row.getByRole('img', { name: 'finished' })).toBeVisible();
  const id = await row.getAttribute('data-run');
  const ask = async () =>
    (await (
      await request.get(`/jupyter-tracker/api/runs/${id}?path=${path}`)
    ).json()) as IRecord;
  await expect.poll(async () => (await ask()).parts[0].snapshot).not.toBeNull();
  return ask();
}

test('a run knows its notebook: unsaved, renamed, and beside another of its name', async ({
  lab,
  request
}) => {
  test.setTimeout(300_000);
  const place = room('slices');
  const other = join(NOTEBOOKS, place, 'other');
  mkdirSync(other, { recursive: true });
  writeFileSync(join(NOTEBOOKS, place, 'study.ipynb'), notebook(CELLS));
  writeFileSync(join(other, 'study.ipynb'), notebook(['x = 1', 'y = 2']));
  await lab.open(`${place}/other/study.ipynb`);
  await lab.kernelIsThere();
  await lab.execute('docmanager:open', { path: `${place}/study.ipynb` });
  await lab.kernelIsThere();
  await lab.execute('notebook:run-all-cells');
  const path = `${place}/study.ipynb`;

  await test.step('the notebook as it is on screen, and where it lies', async () => {
    await runUnsaved(lab, '%%track first\nscore = rate * 4');
    const found = await record(lab, request, 'first', path);
    expect(found.parts[0].snapshot?.fidelity).toBe('exact');
    expect(found.notebook).toBe(join(NOTEBOOKS, place, 'study.ipynb'));
  });

  await test.step('and under its new name', async () => {
    await lab.execute('docmanager:save');
    const renamed = lab.execute('docmanager:rename');
    await lab.page.locator('.jp-Dialog input').fill('renamed.ipynb');
    await lab.page.keyboard.press('Enter');
    await renamed;
    await expect(
      lab.page.getByRole('tab', { name: 'renamed.ipynb' })
    ).toBeVisible();
    await runUnsaved(lab, '%%track second\nscore = rate * 5');
    const found = await record(
      lab,
      request,
      'second',
      `${place}/renamed.ipynb`
    );
    expect(found.parts[0].snapshot?.fidelity).toBe('exact');
    expect(found.notebook).toBe(join(NOTEBOOKS, place, 'renamed.ipynb'));
  });

  await test.step('its slice is the cells that it needs', async () => {
    await runUnsaved(
      lab,
      'import jupyter_tracker as jt\n[c["source"] for c in jt.run("second").slice().as_dict()["cells"]]'
    );
    await expect(
      lab.page.locator('.jp-Notebook:visible .jp-OutputArea').last()
    ).toContainText("['rate = 0.5', '%%track second\\nscore = rate * 5']");
  });
});
