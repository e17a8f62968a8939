import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the server listens. */
export const PORT = Number(process.env.JUPYTER_TRACKER_TEST_PORT || 18_931);
export const URL = `http://localhost:${PORT}`;

/** What the folder of a round of tests begins with; not below the repository, whose store it would use. */
export const HOME_PREFIX = join(tmpdir(), 'jupyter-tracker-');

/** The folder of this round, the same in all of Playwright's processes. */
process.env.JUPYTER_TRACKER_TEST_HOME ||= mkdtempSync(HOME_PREFIX);
export const HOME = process.env.JUPYTER_TRACKER_TEST_HOME;

/** What the server shows. */
export const NOTEBOOKS = join(HOME, 'notebooks');

for (const folder of [NOTEBOOKS, join(HOME, 'settings', '@jupyterlab')]) {
  mkdirSync(folder, { recursive: true });
}

/** Where the pictures go: build output, looked at, not kept in git. */
export const SCREENS = 'test-results/screens';
