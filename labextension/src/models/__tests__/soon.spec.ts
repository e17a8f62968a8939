import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { settle } from '../../__tests__/fakes';
import { Soon } from '../soon';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('many askings are one doing, and what is asked meanwhile is done once more', async () => {
  let done: () => void = () => undefined;
  const work = vi.fn(() => new Promise<void>(resolve => (done = resolve)));
  const soon = new Soon(100, work);
  soon.ask();
  soon.ask();
  await settle(100);
  expect(work).toHaveBeenCalledOnce();
  soon.ask();
  soon.ask();
  await settle(1000);
  expect(work).toHaveBeenCalledOnce(); // never before it is done
  done();
  await settle(100);
  expect(work).toHaveBeenCalledTimes(2);
});

it('does nothing once it is thrown away', async () => {
  const work = vi.fn(() => Promise.resolve());
  const soon = new Soon(100, work);
  soon.ask();
  soon.dispose();
  soon.ask();
  await settle(1000);
  expect(work).not.toHaveBeenCalled();
});
