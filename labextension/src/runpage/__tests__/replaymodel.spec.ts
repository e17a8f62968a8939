import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { service } from '../../__tests__/fakes';
import type { ReplayStatus } from '../../rest';
import type { RunPageModel } from '../model';
import { ReplayModel } from '../replaymodel';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function status(about: Partial<ReplayStatus> = {}): ReplayStatus {
  return {
    state: 'none',
    python: null,
    elsewhere: false,
    step: 0,
    of: 0,
    doing: '',
    message: null,
    needs: [],
    report: null,
    ...about
  };
}

/** A model on a server that answers these, one after the other. */
function model(answers: ReplayStatus[], says = true) {
  const fake = service();
  const replayed = vi.spyOn(fake, 'replayed');
  for (const answer of answers) {
    replayed.mockResolvedValueOnce(answer);
  }
  const running = status({ state: 'running' });
  const replay = vi.spyOn(fake, 'replay').mockResolvedValue(running);
  const refresh = vi.fn();
  const confirm = vi.fn(() => Promise.resolve(says));
  const page = { path: 'a.ipynb', id: 'r1', service: fake, refresh };
  const made = new ReplayModel({
    page: page as unknown as RunPageModel,
    onFault: vi.fn(),
    confirm
  });
  return { made, replayed, replay, refresh, confirm };
}

it('follows a replay while somebody looks, then has its verdict shown', async () => {
  const { made, replayed, refresh } = model([
    status(),
    status({ state: 'running', step: 1, of: 2, doing: '[1] x = 1' }),
    status({ state: 'done' })
  ]);
  made.isActive = true;
  await vi.advanceTimersByTimeAsync(0);
  expect(made.status?.state).toBe('none');
  await made.begin();
  await vi.advanceTimersByTimeAsync(600);
  expect(made.status?.doing).toBe('[1] x = 1');
  expect(refresh).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(600);
  expect(made.status?.state).toBe('done');
  expect(refresh).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(replayed).toHaveBeenCalledTimes(3);
});

it('asks nothing while nobody looks', async () => {
  const { made, replayed } = model([status({ state: 'running' })]);
  made.isActive = true;
  await vi.advanceTimersByTimeAsync(0);
  made.isActive = false;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(replayed).toHaveBeenCalledTimes(1);
});

it.each([
  [true, [{}, { yes: true }]],
  [false, [{}]]
])(
  'goes on with what does more than compute only if a person says so: %s',
  async (says, begun) => {
    const { made, replay, confirm } = model(
      [
        status(),
        status({
          state: 'asks',
          needs: [{ what: 'shell', cell: '[2]', text: '!ls' }]
        }),
        status({ state: 'done' })
      ],
      says
    );
    made.isActive = true;
    await vi.advanceTimersByTimeAsync(0);
    await made.begin();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(confirm).toHaveBeenCalledOnce();
    expect(replay.mock.calls.map(([, , request]) => request)).toEqual(begun);
  }
);
