import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import {
  expect,
  test as base,
  type Locator,
  type Page
} from '@playwright/test';
import { HOME, NOTEBOOKS, SCREENS, URL } from './place';

/** What of JupyterLab's own frame is used here. */
interface IApp {
  restored: Promise<void>;
  commands: { execute(id: string, args?: object): Promise<unknown> };
  shell: { currentWidget: INotebook | null };
}

/** What of a notebook's panel is used here. */
interface INotebook {
  sessionContext: {
    ready: Promise<void>;
    session: { kernel: { info: Promise<unknown> } | null } | null;
  };
}

/** JupyterLab in a browser, with what a person does in it. */
export class Lab {
  constructor(
    readonly page: Page,
    /** Where the server is. */
    readonly base = URL
  ) {
    const here = new globalThis.URL(base).origin;
    page.on('request', request => {
      const { protocol, origin } = new globalThis.URL(request.url());
      if (protocol.startsWith('http') && origin !== here) {
        this.foreign.push(request.url());
      }
    });
    page.on('requestfinished', request => {
      if (request.url().includes('/lab/api/workspaces/')) {
        this._kept = Date.now();
      }
    });
    page.on('pageerror', error => {
      if (error.stack?.includes('/extensions/jupyter-tracker/')) {
        this.faults.push(error.stack);
      }
    });
  }

  /** Requests to any other host: there must be none. */
  readonly foreign: string[] = [];

  /** What our code threw and nobody caught. */
  readonly faults: string[] = [];

  /** The Runs panel. */
  get panel(): Locator {
    return this.page.getByRole('region', { name: 'Runs', exact: true });
  }

  /** The rows of the list that are there. */
  get rows(): Locator {
    return this.panel.getByRole('grid', { name: 'Runs' }).getByRole('row');
  }

  /** The sign in the toolbar of the notebook in front when its kernel is in this state. */
  kernel(state: 'idle' | 'busy'): Locator {
    return this.page.locator(
      `.jp-NotebookPanel:not(.lm-mod-hidden) .jp-NotebookPanel-toolbar .jp-Notebook-ExecutionIndicator[data-status="${state}"]`
    );
  }

  /** The row of the run of this name. */
  row(name: string): Locator {
    return this.rows.filter({
      has: this.page.getByText(name, { exact: true })
    });
  }

  /** Open JupyterLab in a workspace of its own with this notebook, and the panel. */
  async open(path: string): Promise<void> {
    settings('apputils-extension/themes', { theme: 'JupyterLab Light' });
    settings('apputils-extension/notification', { fetchNews: 'false' });
    settings('docmanager-extension/plugin', { autosave: false });
    const workspace = path.replace(/\W+/g, '-');
    await this.page.goto(
      `${this.base}/lab/workspaces/${workspace}/tree/${path}`
    );
    await this.ready();
    await this.execute('jupyter-tracker:show-runs');
    await expect(this.panel).toBeVisible();
  }

  /** Wait until JupyterLab has put everything in its place. */
  async ready(): Promise<void> {
    await this.page.waitForFunction(() => 'jupyterapp' in window);
    await this.page.evaluate(
      () => (window as unknown as { jupyterapp: IApp }).jupyterapp.restored
    );
    await expect(this.page.locator('#jupyterlab-splash')).toHaveCount(0);
  }

  /** Wait until the kernel of the notebook in front has answered. */
  async kernelIsThere(): Promise<void> {
    const answered = () =>
      this.page.evaluate(async () => {
        const { jupyterapp } = window as unknown as { jupyterapp: IApp };
        const context = jupyterapp.shell.currentWidget?.sessionContext;
        await context?.ready;
        return Boolean(await context?.session?.kernel?.info);
      });
    await expect.poll(answered, { timeout: 60_000 }).toBe(true);
    await expect(this.kernel('idle')).toBeAttached();
  }

  /** Run a command of JupyterLab. */
  async execute(id: string, args: object = {}): Promise<void> {
    await this.page.evaluate(
      async ([id, args]) => {
        const { jupyterapp } = window as unknown as { jupyterapp: IApp };
        await jupyterapp.commands.execute(id as string, args as object);
      },
      [id, args] as const
    );
  }

  /** Begin a command of JupyterLab that takes long. */
  async begin(id: string): Promise<void> {
    await this.page.evaluate(id => {
      const { jupyterapp } = window as unknown as { jupyterapp: IApp };
      void jupyterapp.commands.execute(id);
    }, id);
  }

  /** Wait until JupyterLab has written down what is where: a second without its doing so. */
  async saved(): Promise<void> {
    this._kept = Date.now();
    await expect.poll(() => Date.now() - this._kept).toBeGreaterThan(1000);
  }

  /** Make the left sidebar this wide. */
  async widen(width: number): Promise<void> {
    const box = await this.panel.boundingBox();
    const handle = this.page.locator(
      '#jp-main-split-panel > .lm-SplitPanel-handle:not(.lm-mod-hidden)'
    );
    const grip = await handle.first().boundingBox();
    if (!box || !grip) {
      throw new Error('The sidebar cannot be seen.');
    }
    const [x, y] = [grip.x + grip.width / 2, grip.y + grip.height / 2];
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x + width - box.width, y, { steps: 5 });
    await this.page.mouse.up();
  }

  /** Keep a picture of the window among the build's output. */
  async picture(name: string): Promise<void> {
    await this.page.screenshot({ path: `${SCREENS}/${name}.png` });
  }

  /** What axe finds seriously wrong in a part of the page, JupyterLab's own toolbar buttons apart. */
  async barriers(selector: string): Promise<string[]> {
    const found = await new AxeBuilder({ page: this.page })
      .include(selector)
      .exclude('.jp-ToolbarButtonComponent')
      .analyze();
    return found.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html}`));
  }

  private _kept = 0;
}

/** A test with JupyterLab; whatever it does, no other host is asked and nothing is thrown. */
export const test = base.extend<{ lab: Lab }>({
  lab: async ({ page }, use) => {
    const lab = new Lab(page);
    await use(lab);
    expect(lab.foreign).toEqual([]);
    expect(lab.faults).toEqual([]);
  }
});

/** The name of a folder of the server for this test alone, also when it is tried once more. */
export function room(name: string): string {
  const { retry, repeatEachIndex } = test.info();
  const folder = `${name}-${retry}-${repeatEachIndex}`;
  mkdirSync(join(NOTEBOOKS, folder), { recursive: true });
  return folder;
}

/** Write made-up runs, and the notebook that they belong to, into a folder of the server. */
export function fill(folder: string, ...how: string[]): void {
  write('seed.py', folder, ...how);
}

/** Let one of the scripts beside this file write its runs into a folder of the server. */
export function write(name: string, folder: string, ...how: string[]): void {
  const script = join(__dirname, name);
  execFileSync('python', [script, join(NOTEBOOKS, folder), ...how], {
    env: {
      ...process.env,
      PYTHONPATH: process.cwd(),
      JUPYTER_TRACKER_STORE: ''
    }
  });
}

/** A room with made-up runs; the path of its notebook. */
export function seed(name: string, ...how: string[]): string {
  const folder = room(name);
  fill(folder, ...how);
  return `${folder}/study.ipynb`;
}

function settings(name: string, content: object): void {
  const path = join(
    HOME,
    'settings',
    '@jupyterlab',
    `${name}.jupyterlab-settings`
  );
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(content));
}
