import { expect } from '@playwright/test';
import { fill, room, test } from './lab';

test('an open idle panel is no activity, and still hears of a new run', async ({
  lab,
  request
}) => {
  const folder = room('idle');
  fill(folder, '3');
  await lab.open(`${folder}/study.ipynb`);
  await expect(lab.rows).toHaveCount(3);
  await lab.kernelIsThere();
  // JupyterLab itself asks for kernels and sessions all the time, and that counts: only our own requests may pass.
  await lab.page.route(
    url => !url.pathname.startsWith('/jupyter-tracker/'),
    route => route.abort()
  );
  const activity = async () =>
    (await (await request.get('/api/status')).json()).last_activity as string;
  let before = '';
  let since = 0;
  await expect
    .poll(async () => {
      const now = await activity();
      since = now === before ? since : Date.now();
      before = now;
      return Date.now() - since;
    })
    .toBeGreaterThan(3000);
  const asked: string[] = [];
  lab.page.on('request', one => asked.push(one.url()));
  fill(folder, '1');
  await expect(lab.rows).toHaveCount(4);
  expect(asked.some(url => url.includes('/jupyter-tracker/api/runs'))).toBe(
    true
  );
  expect(await activity()).toBe(before);
});
