import { defineConfig } from '@playwright/test';
import { HOME, PORT, URL } from './place';

const RESULTS = '../../test-results';
const PYTHON_PATH = [process.cwd(), process.env.PYTHONPATH];

export default defineConfig({
  testDir: '.',
  globalTeardown: './teardown',
  outputDir: `${RESULTS}/browser`,
  reporter: [['list']],
  workers: 1,
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: URL,
    viewport: { width: 1400, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage']
    }
  },
  webServer: {
    command: 'jupyter lab --config labextension/ui-tests/jupyter_config.py',
    cwd: process.cwd(),
    url: `${URL}/api/status`,
    timeout: 120_000,
    env: {
      JUPYTER_CONFIG_DIR: `${HOME}/config`,
      JUPYTER_RUNTIME_DIR: `${HOME}/runtime`,
      IPYTHONDIR: `${HOME}/ipython`,
      JUPYTER_TRACKER_TEST_HOME: HOME,
      JUPYTER_TRACKER_TEST_PORT: String(PORT),
      JUPYTER_TRACKER_STORE: '',
      PYTHONPATH: PYTHON_PATH.filter(Boolean).join(':')
    }
  }
});
