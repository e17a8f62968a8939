import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { expect, it } from 'vitest';

import { COMM_TARGET, Snapshots } from '../snapshots';

type Opened = (comm: FakeComm) => void;

class FakeComm {
  readonly sent: Record<string, unknown>[] = [];
  isDisposed = false;
  commsOverSubshells = 'perCommTarget';
  onMsg: (message: object) => void = () => undefined;
  onClose: () => void = () => undefined;

  send(data: Record<string, unknown>): void {
    this.sent.push(data);
  }

  need(...cells: string[]): void {
    this.onMsg({ content: { data: { type: 'need', cells } } });
  }
}

class FakeKernel {
  targets = new Map<string, Opened>();

  constructor(readonly id: string) {}

  registerCommTarget(name: string, opened: Opened): void {
    this.targets.set(name, opened);
  }

  ask(): FakeComm {
    const comm = new FakeComm();
    this.targets.get(COMM_TARGET)?.(comm);
    return comm;
  }
}

function notebook(cells: Record<string, string>, kernel: FakeKernel) {
  const sessionContext = {
    session: { kernel },
    kernelChanged: new Signal<object, { newValue: FakeKernel }>({})
  };
  const panel = {
    sessionContext,
    context: { path: 'study.ipynb' },
    content: {
      get widgets() {
        return Object.entries(cells).map(([id, source]) => ({
          model: { id, type: 'code', sharedModel: { getSource: () => source } }
        }));
      }
    }
  };
  return {
    panel: panel as unknown as NotebookPanel,
    restart: (newValue: FakeKernel) => {
      sessionContext.session = { kernel: newValue };
      sessionContext.kernelChanged.emit({ newValue });
    }
  };
}

it('a kernel that did not ask gets nothing', () => {
  const kernel = new FakeKernel('k');
  const { panel } = notebook({ a: 'x = 1' }, kernel);
  const snapshots = new Snapshots();
  snapshots.watch(panel);
  expect(() => snapshots.send(panel, 'a')).not.toThrow();
});

it('the first time all sources go, then only those that changed', () => {
  const kernel = new FakeKernel('k');
  const cells: Record<string, string> = { a: 'x = 1', b: 'y = 2' };
  const { panel } = notebook(cells, kernel);
  const snapshots = new Snapshots();
  snapshots.watch(panel);
  const comm = kernel.ask();
  snapshots.send(panel, 'a');
  cells.b = 'y = 3';
  snapshots.send(panel, 'b');
  const [first, second] = comm.sent;
  expect(first).toMatchObject({
    type: 'scheduled',
    path: 'study.ipynb',
    cell: 'a',
    sources: { a: 'x = 1', b: 'y = 2' }
  });
  expect(second.sources).toEqual({ b: 'y = 3' });
});

it('the order names every cell, each with the hash of its source', () => {
  const kernel = new FakeKernel('k');
  const cells: Record<string, string> = { b: 'y = 2', a: 'x = 1' };
  const { panel } = notebook(cells, kernel);
  const snapshots = new Snapshots();
  snapshots.watch(panel);
  const comm = kernel.ask();
  snapshots.send(panel, 'a');
  cells.b = 'y = 3';
  snapshots.send(panel, 'a');
  const [before, after] = comm.sent.map(({ order }) => order as string[][]);
  expect(before.map(([id, type]) => [id, type])).toEqual([
    ['b', 'code'],
    ['a', 'code']
  ]);
  // printf 'x = 1' | sha256sum
  expect(before[1][2]).toBe(
    '8ff436def1451285599a1b1ad70800493b8dcafde2912e1a38345633054e4c26'
  );
  expect(after[0][2]).not.toBe(before[0][2]);
  expect(after[1][2]).toBe(before[1][2]);
});

it('a kernel that lacks sources gets those it needs, and no others', () => {
  const kernel = new FakeKernel('k');
  const { panel } = notebook({ a: 'x = 1', b: 'y = 2' }, kernel);
  const snapshots = new Snapshots();
  snapshots.watch(panel);
  const comm = kernel.ask();
  snapshots.send(panel, 'a');
  comm.need('b', 'gone');
  expect(comm.sent.at(-1)).toEqual({
    type: 'sources',
    sources: { b: 'y = 2' }
  });
});

it('a new kernel that asks gets everything again', () => {
  const { panel, restart } = notebook({ a: 'x = 1' }, new FakeKernel('k'));
  const snapshots = new Snapshots();
  snapshots.watch(panel);
  const other = new FakeKernel('l');
  restart(other);
  const comm = other.ask();
  snapshots.send(panel, 'a');
  expect(comm.sent[0].sources).toEqual({ a: 'x = 1' });
});

it('a comm that was closed gets nothing more', () => {
  const kernel = new FakeKernel('k');
  const { panel } = notebook({ a: 'x = 1' }, kernel);
  const snapshots = new Snapshots();
  snapshots.watch(panel);
  const comm = kernel.ask();
  comm.onClose();
  snapshots.send(panel, 'a');
  expect(comm.sent).toEqual([]);
});

it('messages keep their place before the execute request', () => {
  const kernel = new FakeKernel('k');
  const { panel } = notebook({}, kernel);
  new Snapshots().watch(panel);
  expect(kernel.ask().commsOverSubshells).toBe('disabled');
});
