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
