import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { ChangeSocket } from '../changes';
import { FakeSocket, service, settle } from './fakes';

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.made.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const socket = new ChangeSocket(service(), 'study.ipynb');
  const heard: unknown[] = [];
  const states: boolean[] = [];
  socket.received.connect((_, message) => heard.push(message));
  socket.connected.connect((_, connected) => states.push(connected));
  return { socket, heard, states };
}

it('tells what changed in the store of its notebook', () => {
  const { heard } = open();
  expect(FakeSocket.newest.url).toContain('path=study.ipynb');
  const message = { type: 'changed', runs: ['a'], cursor: 2 };
  FakeSocket.newest.say(message);
  expect(heard).toEqual([message]);
});

it('connects again by itself, waiting longer each time, and says so', async () => {
  const { states } = open();
  FakeSocket.newest.onopen?.();
  FakeSocket.newest.close();
  expect(states).toEqual([true, false]);
  await settle(499);
  expect(FakeSocket.made).toHaveLength(1);
  await settle(1);
  expect(FakeSocket.made).toHaveLength(2);
  FakeSocket.newest.close();
  await settle(999);
  expect(FakeSocket.made).toHaveLength(2);
  await settle(1);
  expect(FakeSocket.made).toHaveLength(3);
  FakeSocket.newest.onopen?.();
  expect(states.at(-1)).toBe(true);
});

it('never waits longer than a quarter of a minute', async () => {
  open();
  for (let loss = 0; loss < 10; loss += 1) {
    FakeSocket.newest.close();
    await settle(15_000);
    expect(FakeSocket.made).toHaveLength(loss + 2);
  }
});

it('a connection that held starts the waiting anew', async () => {
  open();
  for (let loss = 0; loss < 4; loss += 1) {
    FakeSocket.newest.close();
    await settle(15_000);
  }
  FakeSocket.newest.onopen?.();
  FakeSocket.newest.close();
  const before = FakeSocket.made.length;
  await settle(500);
  expect(FakeSocket.made).toHaveLength(before + 1);
});

it('asks no more once it is disposed', async () => {
  const { socket, heard } = open();
  const last = FakeSocket.newest;
  socket.dispose();
  expect(last.isClosed).toBe(true);
  last.say({ type: 'changed', runs: [], cursor: 3 });
  await settle(60_000);
  expect(heard).toEqual([]);
  expect(FakeSocket.made).toHaveLength(1);
});

it('a connection that fell silent is given up, and made anew', async () => {
  const { heard, states } = open();
  FakeSocket.newest.onopen?.();
  const silent = FakeSocket.newest;
  silent.say({ type: 'alive' });
  await settle(30_000);
  expect(FakeSocket.made).toHaveLength(1);
  await settle(10_500);
  expect(silent.isClosed).toBe(true);
  expect(FakeSocket.made).toHaveLength(2);
  FakeSocket.newest.onopen?.();
  expect(states).toEqual([true, false, true]);
  silent.say({ type: 'changed', runs: ['a'], cursor: 2 });
  expect(heard).toEqual([]); // signs of life are nobody's business, and nobody listens to the old one
});

it('a server that gives no signs of life is not given up', async () => {
  open();
  FakeSocket.newest.onopen?.();
  await settle(120_000);
  expect(FakeSocket.made).toHaveLength(1);
});

it('after a sleep it looks at once, and waits for nothing where the network is back', async () => {
  const { states } = open();
  FakeSocket.newest.onopen?.();
  FakeSocket.newest.say({ type: 'alive' });
  vi.setSystemTime(Date.now() + 600_000); // timers stood still meanwhile
  document.dispatchEvent(new Event('visibilitychange'));
  expect(states).toEqual([true, false]);
  expect(FakeSocket.made).toHaveLength(2);
  FakeSocket.newest.close();
  await settle(10);
  window.dispatchEvent(new Event('online'));
  expect(FakeSocket.made).toHaveLength(3);
});
