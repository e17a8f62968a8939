// Measures the run table of the server at argv[2] in a browser; prints milliseconds as JSON.
import { chromium } from '@playwright/test';

const [, , url] = process.argv;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ['--no-sandbox', '--disable-dev-shm-usage']
});
try {
  const page = await browser.newPage({
    viewport: { width: 1400, height: 900 }
  });
  await page.goto(`${url}/lab`);
  await page.waitForFunction(() => 'jupyterapp' in window);
  await page.evaluate(() => window.jupyterapp.restored);
  await page.waitForTimeout(2000); // what JupyterLab loads late
  await page.evaluate(helpers);
  const found = {};
  Object.assign(found, await open(page, 'first', 'heads'));
  await page.evaluate(() => window.jupyterapp.shell.currentWidget.dispose());
  await page.waitForTimeout(500);
  const again = await open(page, 'first_again', 'heads');
  found.first_again = again.first_again;
  await rest(page);
  Object.assign(found, await page.evaluate(measureFilter));
  await rest(page);
  found.sort = await page.evaluate(measureSort, ['metrics.', 0, false]);
  await rest(page);
  found.sort_two = await page.evaluate(measureSort, ['params.', 1, true]);
  await rest(page);
  Object.assign(found, await page.evaluate(measureScroll));
  await rest(page);
  await page.locator('.jt-Popover-button', { hasText: 'Group' }).click();
  found.group = await page.evaluate(measureGroup);
  console.log(JSON.stringify(found));
} finally {
  await browser.close();
}

/** Let what was begun come to an end. */
function rest(page) {
  return page.waitForTimeout(1500);
}

/** Functions in the page that the measurements share. */
function helpers() {
  window.measure = {
    /** Milliseconds until `is` holds when a frame is about to be drawn. */
    until: (is, since = performance.now()) =>
      new Promise((resolve, reject) => {
        const look = () =>
          is()
            ? resolve(performance.now() - since)
            : performance.now() - since > 120_000
              ? reject(new Error(`not reached: ${is}`))
              : requestAnimationFrame(look);
        look();
      }),
    table: () => document.querySelector('.jt-TablePanel'),
    first: () =>
      document.querySelector('.jt-TableRow:not([hidden])[aria-rowindex="2"]'),
    heads: () =>
      [...document.querySelectorAll('.jt-Histogram')]
        .map(node => node.textContent + node.innerHTML.length)
        .join(),
    bars: () =>
      [...document.querySelectorAll('.jt-Histogram-bar')]
        .map(node => node.title)
        .join()
  };
}

/** From the command to the first rows, and from there to the headers. */
function open(page, first, heads) {
  return page.evaluate(
    async ([first, heads]) => {
      const { measure, jupyterapp } = window;
      const since = performance.now();
      void jupyterapp.commands.execute('jupyter-tracker:open-table', {
        path: ''
      });
      const rows = await measure.until(
        () => measure.first()?.dataset.run,
        since
      );
      const all = await measure.until(
        () => document.querySelectorAll('.jt-Histogram').length > 5,
        since
      );
      return { [first]: rows, [heads]: all - rows };
    },
    [first, heads]
  );
}

/** From Enter in the filter box to other rows, and from there to other headers. */
async function measureFilter() {
  const { measure } = window;
  const box = measure.table().querySelector('[role=combobox]');
  const count = () =>
    measure.table().querySelector('.jt-TableBar-count').textContent;
  const [bars, told] = [measure.bars(), count()];
  const set = Object.getOwnPropertyDescriptor(
    HTMLInputElement.prototype,
    'value'
  ).set;
  set.call(box, 'metrics.m3 > 0.5');
  box.dispatchEvent(new Event('input', { bubbles: true }));
  const since = performance.now();
  box.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })
  );
  const filter = await measure.until(() => count() !== told, since);
  const all = await measure.until(() => measure.bars() !== bars, since);
  return { filter, follow: all - filter };
}

/** From a click on the header of a column of a family to other rows. */
async function measureSort([family, place, isMore]) {
  const { measure } = window;
  const head = [...document.querySelectorAll(`[data-column^="${family}"]`)][
    place
  ].querySelector('.jt-TableHead-title');
  const before = measure.first().dataset.run;
  const since = performance.now();
  head.dispatchEvent(
    new MouseEvent('click', { bubbles: true, shiftKey: isMore })
  );
  const is = () =>
    isMore
      ? document.querySelectorAll('.jt-TableHead-sort sub').length === 2 &&
        !window.measure.pending
      : measure.first().dataset.run !== before;
  if (isMore) {
    // the first row may be the same: what counts is that the answer is there
    window.measure.pending = true;
    const observer = new PerformanceObserver(list => {
      if (list.getEntries().some(({ name }) => /api\/table\?/.test(name))) {
        window.measure.pending = false;
        observer.disconnect();
      }
    });
    observer.observe({ type: 'resource' });
  }
  return measure.until(is, since);
}

/** From a tick at a param to the first group. */
async function measureGroup() {
  const { measure } = window;
  const box = [...document.querySelectorAll('.jt-Columns-item input')].find(
    node => node.closest('label').textContent === 'p1'
  );
  const since = performance.now();
  box.click();
  return measure.until(() => measure.first()?.dataset.kind === 'group', since);
}

/** Scrolls by a wheel's step each frame; what that costs us, as its 95th percentile, and the longest task. */
async function measureScroll() {
  const grid = document.querySelector('.jt-Grid');
  const frames = [];
  let longest = 0;
  const observer = new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) {
      longest = Math.max(longest, duration);
    }
  });
  observer.observe({ type: 'longtask' });
  const frame = () => new Promise(requestAnimationFrame);
  for (let at = 0; at < 400; at += 1) {
    await frame();
    const since = performance.now();
    grid.scrollTop += 120;
    grid.dispatchEvent(new Event('scroll')); // as the browser does before it draws
    grid.getBoundingClientRect();
    void grid.firstElementChild.offsetHeight; // style and layout, now
    frames.push(performance.now() - since);
  }
  await frame();
  observer.disconnect();
  grid.scrollTop = 0;
  frames.sort((a, b) => a - b);
  return { scroll: frames[Math.floor(0.95 * frames.length)], longest };
}
