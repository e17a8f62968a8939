// What the sidebar of the server at argv[2] loads of the extension until it is drawn; prints kilobytes as JSON.
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
  const bodies = [];
  page.on('response', response => {
    if (/\/jupyter-tracker\/static\//.test(response.url())) {
      bodies.push(response.text());
    }
  });
  await page.goto(`${url}/lab`);
  await page.waitForFunction(() => 'jupyterapp' in window);
  await page.evaluate(async () => {
    const { restored, shell } = window.jupyterapp;
    await restored;
    shell.activateById('jupyter-tracker-runs');
  });
  await page.locator('.jt-Panel .jt-Row-name').first().waitFor();
  await page.waitForLoadState('networkidle');
  const size = isWanted =>
    texts.filter(isWanted).reduce((sum, text) => sum + text.length, 0) / 1000;
  const texts = await Promise.all(bodies);
  // libraries lie in pieces of their own, in which no class of ours is named
  const isOwn = text => /\bjt-\w|jupyter-tracker/.test(text);
  console.log(
    JSON.stringify({
      own: size(isOwn),
      libraries: size(text => !isOwn(text)),
      pieces: texts.length
    })
  );
} finally {
  await browser.close();
}
