// Measures the board of charts of the server at argv[2] in a browser; prints milliseconds as JSON.
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
  await page.addInitScript(watchDrawing);
  await page.goto(`${url}/lab`);
  await page.waitForFunction(() => 'jupyterapp' in window);
  await page.evaluate(() => window.jupyterapp.restored);
  await page.waitForTimeout(2000); // what JupyterLab loads late
  const found = { first: await open(page) };
  await page.evaluate(() => window.jupyterapp.shell.currentWidget.dispose());
  await page.waitForTimeout(1000);
  found.again = await open(page);
  await page.waitForTimeout(1000);
  const box = await page.locator('.jt-Board .u-over').first().boundingBox();
  const y = box.y + box.height / 2;
  const at = part => box.x + box.width * part;
  await page.mouse.move(at(0.3), y);
  await page.mouse.down();
  await page.mouse.move(at(0.4), y, { steps: 5 });
  await page.evaluate(() => window.drawing.begin('mouseup'));
  await page.mouse.up();
  found.zoom = await page.evaluate(() => window.drawing.end());
  await page.waitForTimeout(1000);
  await page.evaluate(() => window.drawing.begin('dblclick'));
  await page.mouse.dblclick(at(0.5), y);
  found.back = await page.evaluate(() => window.drawing.end());
  await page.waitForTimeout(1000);
  await page.evaluate(() => (window.drawing.longest = 0));
  await page.mouse.move(at(0.05), y);
  await page.mouse.move(at(0.95), y + 20, { steps: 90 });
  found.hover = await page.evaluate(() => window.drawing.longest);
  console.log(JSON.stringify(found));
} finally {
  await browser.close();
}

/** In the page: when something was last drawn, when curves came, and the longest task. */
function watchDrawing() {
  const { prototype } = CanvasRenderingContext2D;
  const { stroke } = prototype;
  let [last, since, answered] = [0, 0, Infinity];
  prototype.stroke = function (...path) {
    if (this.canvas.closest('.jt-Board')) {
      last = performance.now();
    }
    return stroke.apply(this, path);
  };
  const answers = new PerformanceObserver(list => {
    for (const { name, responseEnd, startTime } of list.getEntries()) {
      if (name.includes('/api/curves') && startTime >= since) {
        answered = Math.min(answered, responseEnd);
      }
    }
  });
  answers.observe({ type: 'resource' });
  window.drawing = { longest: 0 };
  new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) {
      window.drawing.longest = Math.max(window.drawing.longest, duration);
    }
  }).observe({ type: 'longtask' });
  /** From now on, or from the next event of a kind. */
  window.drawing.begin = event => {
    const now = () => {
      [since, answered] = [performance.now(), Infinity];
    };
    now();
    if (event) {
      window.addEventListener(event, now, { once: true, capture: true });
    }
  };
  /** Milliseconds until what the server answered is drawn. */
  window.drawing.end = async () => {
    const frame = () => new Promise(requestAnimationFrame);
    while (last < answered) {
      await frame();
    }
    await frame();
    await frame();
    return last - since;
  };
}

/** From the command to the curves. */
function open(page) {
  return page.evaluate(async () => {
    window.drawing.begin();
    await window.jupyterapp.commands.execute('jupyter-tracker:open-charts', {
      path: ''
    });
    return window.drawing.end();
  });
}
