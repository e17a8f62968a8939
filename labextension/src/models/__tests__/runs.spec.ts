import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import {
  FakeContext,
  FakeSocket,
  STATUS,
  run,
  service,
  settle
} from '../../__tests__/fakes';
import type { RunItem } from '../../rest';
import { TrackerError } from '../../requests';
import { Colours } from '../colours';
import { Rulings } from '../rulings';
import { RunsModel } from '../runs';

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.made.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
});

function panel(...first: RunItem[]) {
  const fake = service();
  const context = new FakeContext();
  const model = new RunsModel({
    service: fake,
    context,
    colours: new Colours(fake),
    rulings: new Rulings(fake)
  });
  const answer = (...runs: RunItem[]) =>
    fake.runs.mockResolvedValue({
      runs,
      columns: { metrics: [], params: [] },
      total: runs.length,
      unfiltered: runs.length,
      cursor: 1
    });
  answer(...first);
  const change = async (...runs: string[]) => {
    FakeSocket.newest.say({ type: 'changed', runs, cursor: 2 });
    await settle(500);
  };
  const rows = () => model.list.loaded.map(({ id }) => id);
  return { model, fake, context, answer, change, rows };
}

async function open(...first: RunItem[]) {
  const all = panel(...first);
  all.model.isActive = true;
  await settle();
  return all;
}

describe('a panel that nobody looks at', () => {
  it('asks nothing', async () => {
    const { fake, context } = panel(run('a'));
    context.go('other.ipynb');
    await settle(60_000);
    expect(fake.runs).not.toHaveBeenCalled();
    expect(FakeSocket.made).toEqual([]);
  });

  it('stops listening when it is hidden', async () => {
    const { model, fake } = await open(run('a'));
    model.isActive = false;
    const before = fake.runs.mock.calls.length;
    expect(FakeSocket.newest.isClosed).toBe(true);
    await settle(60_000);
    expect(fake.runs.mock.calls).toHaveLength(before);
  });

  it('an open one asks only when the server told of a change', async () => {
    const { fake, change } = await open(run('a'));
    const before = fake.runs.mock.calls.length;
    await settle(60_000);
    expect(fake.runs.mock.calls).toHaveLength(before);
    await change('a');
    expect(fake.runs.mock.calls).toHaveLength(before + 1);
  });
});

describe('the list', () => {
  it('shows a new run by itself', async () => {
    const { answer, change, rows } = await open(run('a'));
    answer(run('b'), run('a'));
    await change('b');
    expect(rows()).toEqual(['b', 'a']);
  });

  it('stands still while somebody reads: new runs wait above it', async () => {
    const { model, answer, change, rows } = await open(run('a'));
    model.isHeld = true;
    answer(run('c'), run('b'), run('a', { metrics: { acc: 0.95 } }));
    await change('b', 'c');
    expect(rows()).toEqual(['a']);
    expect(model.waiting).toBe(2);
    expect(model.list.find('a')?.metrics.acc).toBe(0.95);
    model.showWaiting();
    await settle();
    expect(rows()).toEqual(['c', 'b', 'a']);
    expect(model.waiting).toBe(0);
  });

  it('many changes at once are one question', async () => {
    const { fake } = await open(run('a'));
    const before = fake.runs.mock.calls.length;
    for (let point = 0; point < 50; point += 1) {
      FakeSocket.newest.say({ type: 'changed', runs: ['a'], cursor: point });
    }
    await settle(500);
    expect(fake.runs.mock.calls).toHaveLength(before + 1);
  });

  it('tells which runs changed, for who draws their curves', async () => {
    const { model, change } = await open(run('a'), run('b'));
    const heard: (readonly string[])[] = [];
    model.runsChanged.connect((_, ids) => heard.push(ids));
    await change('b');
    expect(heard).toEqual([['b']]);
  });

  it('keeps what is selected when it is asked for again', async () => {
    const { model, answer, change } = await open(run('a'));
    model.selection.toggle('a');
    answer(run('b'), run('a'));
    await change('b');
    expect(model.selection.ids).toEqual(['a']);
  });

  it('follows the active notebook, and forgets what was selected in the other', async () => {
    const { model, fake, context } = await open(run('a'));
    model.selection.toggle('a');
    context.go('other.ipynb');
    await settle();
    expect(fake.runs.mock.calls.at(-1)?.[0]).toBe('other.ipynb');
    expect(FakeSocket.newest.url).toContain('other.ipynb');
    expect(model.selection.ids).toEqual([]);
  });
});

describe('what a person chose', () => {
  it('is what is asked for', async () => {
    const { model, fake } = await open(run('a'));
    model.choose({ filter: 'metrics.acc > 0.9', sort: 'name', order: 'asc' });
    await settle();
    expect(fake.runs.mock.calls.at(-1)?.[1]).toMatchObject({
      filter: 'metrics.acc > 0.9',
      sort: 'name',
      order: 'asc'
    });
  });

  it('is told to be kept, and taken back without asking', async () => {
    const { model, fake } = panel(run('a'));
    const kept = vi.fn();
    model.arranged.connect(kept);
    model.arrange({ filter: 'star', metric: 'acc' }, ['z']);
    expect(model.choice.filter).toBe('star');
    expect(model.hidden).toEqual(['z']);
    expect(fake.runs).not.toHaveBeenCalled();
    model.choose({ metric: 'loss' });
    expect(kept).toHaveBeenCalledOnce();
    expect(model.choice.filter).toBe('star');
  });

  it('an answer to what was asked before is not taken', async () => {
    const { model, fake, answer, rows } = await open(run('a'));
    let late: (list: Awaited<ReturnType<typeof fake.runs>>) => void = () =>
      undefined;
    fake.runs.mockReturnValueOnce(new Promise(done => (late = done)));
    model.choose({ filter: 'old' });
    answer(run('new'));
    model.choose({ filter: 'new' });
    await settle();
    const columns = { metrics: [], params: [] };
    late({ runs: [run('old')], columns, total: 1, unfiltered: 1, cursor: 1 });
    await settle();
    expect(rows()).toEqual(['new']);
  });
});

describe('the runs whose curves are shown', () => {
  it('are the newest that have any', async () => {
    const { model } = await open(run('a'), run('b', { series: [] }), run('c'));
    expect(model.shown).toEqual(['a', 'c']);
    model.shownAtFirst = 1;
    expect(model.shown).toEqual(['a']);
  });

  it('change by hand, and stay so', async () => {
    const { model, answer, change } = await open(run('a'), run('b'));
    model.toggleShown('a');
    expect(model.shown).toEqual(['b']);
    answer(run('c'), run('a'), run('b'));
    await change('c');
    expect(model.shown).toEqual(['c', 'b']);
    model.toggleShown('a');
    expect(model.shown).toContain('a');
  });

  it('have a colour', async () => {
    const { model } = await open(run('a'));
    expect(model.colours.known('a')).not.toBeNull();
  });
});

describe('what goes wrong', () => {
  it('is there to be said, and gone once the server answers', async () => {
    const { model, fake, answer, change } = await open(run('a'));
    fake.runs.mockRejectedValue(new TrackerError('no metric b', 400, 8, ['a']));
    model.choose({ filter: 'metrics.b > 1' });
    await settle();
    expect(model.error?.position).toBe(8);
    answer(run('a'));
    await change('a');
    expect(model.error).toBeNull();
  });

  it('a lost connection is said, and the list asked for when it is back', async () => {
    const { model, fake } = await open(run('a'));
    FakeSocket.newest.onopen?.();
    FakeSocket.newest.close();
    expect(model.isLost).toBe(true);
    await settle(1000);
    const before = fake.runs.mock.calls.length;
    FakeSocket.newest.onopen?.();
    await settle();
    expect(model.isLost).toBe(false);
    expect(fake.runs.mock.calls.length).toBeGreaterThan(before);
  });

  it('the status that the socket brings is the newest', async () => {
    const { model } = await open(run('a'));
    FakeSocket.newest.say({ ...STATUS, type: 'status', running: 3 });
    expect(model.status?.running).toBe(3);
  });
});
