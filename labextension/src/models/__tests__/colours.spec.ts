import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { service, settle } from '../../__tests__/fakes';
import { Colours, PALETTE } from '../colours';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('a run that is shown gets the colour least used among those shown', () => {
  const colours = new Colours(service());
  colours.assign(['a', 'b']);
  expect(colours.known('a')).toBe(PALETTE[0]);
  expect(colours.known('b')).toBe(PALETTE[1]);
  colours.assign(['b', 'c']);
  expect(colours.known('c')).toBe(PALETTE[0]);
});

it('more runs than colours share them evenly', () => {
  const colours = new Colours(service());
  const ids = PALETTE.flatMap((_, place) => [`a${place}`, `b${place}`]);
  colours.assign(ids);
  const uses = new Map<string | null, number>();
  for (const id of ids) {
    const colour = colours.known(id);
    uses.set(colour, (uses.get(colour) ?? 0) + 1);
  }
  expect([...uses.values()].every(count => count === 2)).toBe(true);
});

it('a run keeps its colour whatever else is shown', () => {
  const colours = new Colours(service());
  colours.assign(['a', 'b', 'c']);
  const before = colours.known('b');
  colours.assign(['x', 'b', 'y']);
  colours.assign(['b']);
  expect(colours.known('b')).toBe(before);
  expect(colours.known('never shown')).toBeNull();
});

it('colours are written to the store once, when they have settled', async () => {
  const fake = service();
  const colours = new Colours(fake);
  await colours.follow('study.ipynb');
  colours.assign(['a']);
  colours.assign(['a', 'b']);
  await settle(2000);
  expect(fake.setView).toHaveBeenCalledExactlyOnceWith(
    'study.ipynb',
    'colours',
    { a: 0, b: 1 }
  );
});

it('colours that the store knows come back', async () => {
  const fake = service();
  fake.view.mockResolvedValue({ a: 3, b: 'nonsense' });
  const colours = new Colours(fake);
  await colours.follow('study.ipynb');
  expect(colours.known('a')).toBe(PALETTE[3]);
  expect(colours.known('b')).toBeNull();
});

it('an answer for a store that was left is not taken', async () => {
  const fake = service();
  let answer: (kept: unknown) => void = () => undefined;
  fake.view.mockReturnValueOnce(new Promise(done => (answer = done)));
  const colours = new Colours(fake);
  const first = colours.follow('one.ipynb');
  await colours.follow('two.ipynb');
  answer({ a: 1 });
  await first;
  expect(colours.known('a')).toBeNull();
});

it('a server that cannot be asked does not take the colours away', async () => {
  const fake = service();
  fake.view.mockRejectedValue(new Error('gone'));
  fake.setView.mockRejectedValue(new Error('gone'));
  const colours = new Colours(fake);
  await colours.follow('study.ipynb');
  colours.assign(['a']);
  await settle(2000);
  expect(colours.known('a')).toBe(PALETTE[0]);
});

it('a run that is shown before the store has answered gets the colour that it had', async () => {
  const fake = service();
  fake.view.mockResolvedValue({ a: 5 });
  const colours = new Colours(fake);
  const ready = colours.ready('study.ipynb');
  colours.assign(['b', 'a']);
  await ready;
  expect(colours.known('a')).toBe(PALETTE[5]);
  expect(colours.known('b')).toBe(PALETTE[0]);
});

it('who waits for the colours asks for none where a store is followed already', async () => {
  const fake = service();
  const colours = new Colours(fake);
  await colours.follow('one.ipynb');
  await colours.ready('two.ipynb');
  expect(fake.view).toHaveBeenCalledExactlyOnceWith('one.ipynb', 'colours');
});
