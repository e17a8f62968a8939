import { ServerConnection } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { vi, type Mocked } from 'vitest';

import type {
  Comparison,
  Exec,
  Learnt,
  RunItem,
  RunSummary,
  Status
} from '../rest';
import { Requests } from '../requests';
import { RunService, type IRunService } from '../service';
import type { IStoreContext } from '../tokens';

/** A run of a list, finished, with an accuracy. */
export function run(id: string, about: Partial<RunItem> = {}): RunItem {
  return {
    id,
    name: `run ${id}`,
    state: 'finished',
    experiment: null,
    tags: {},
    note: null,
    started: 1_000,
    ended: 1_010,
    duration: 10,
    heard: 1_010,
    notebook: 'study.ipynb',
    cell_id: 'cell',
    star: false,
    baseline: false,
    archived: false,
    parent: null,
    verdict: null,
    grade: null,
    reasons: [],
    params: {},
    metrics: { acc: 0.9 },
    series: ['acc'],
    conf: {},
    foremost: ['acc'],
    directions: { acc: 'up' },
    search: null,
    spark: { metric: 'acc', values: [0.5, 0.9] },
    changed: {},
    ...about
  };
}

/** The n-th execution of a cell, in no run, in which an accuracy was seen. */
export function exec(n: number, about: Partial<Exec> = {}): Exec {
  return {
    exec: `session.${n}`,
    cell_id: 'cell',
    notebook: 'study.ipynb',
    count: n,
    started: 1_000 + n,
    ended: 1_001 + n,
    outcome: 'ok',
    run: null,
    params: {},
    metrics: { acc: 0.9 },
    foremost: ['acc'],
    directions: { acc: 'up' },
    tables: [],
    tried: 0,
    first_line: 'fit()',
    ...about
  };
}

/** What the server says of a store. */
export const STATUS: Status = {
  store: '.tracker',
  root: '/study/.tracker',
  exists: true,
  versions: {},
  schema: 1,
  writable: true,
  executes: true,
  runs: 0,
  running: 0,
  problems: [],
  cursor: 1
};

/** What is ruled where nobody ruled anything. */
export const NOTHING_LEARNT: Learnt = {
  ignore: [],
  params: [],
  metrics: [],
  directions: {},
  primary: null
};

/** A comparison of runs that has nothing but them and what is given. */
export function comparison(
  runs: RunSummary[],
  about: Partial<Comparison> = {}
): Comparison {
  return {
    runs,
    baseline: runs[0].id,
    sentence: 'acc +0.01; depth 6 → 8',
    markdown: '**acc** +0.01',
    params: [],
    metrics: [],
    foremost: [],
    code: [],
    inputs: [],
    packages: { differs: [], same: 3 },
    environment: [],
    outputs: [],
    files: [],
    models: 0,
    sections: {
      params: '',
      metrics: '',
      code: '',
      inputs: '',
      environment: '',
      outputs: '',
      files: ''
    },
    ...about
  };
}

/** The socket that a test answers through instead of a server. */
export class FakeSocket {
  static readonly made: FakeSocket[] = [];

  constructor(readonly url: string) {
    FakeSocket.made.push(this);
  }

  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  isClosed = false;

  close(): void {
    this.isClosed = true;
    this.onclose?.();
  }

  /** Let a message of the server come in. */
  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  /** The newest socket. */
  static get newest(): FakeSocket {
    return FakeSocket.made[FakeSocket.made.length - 1];
  }
}

/** A service that answers with nothing until a test says what. */
export function service(): Mocked<IRunService> {
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: 'http://localhost/',
    wsUrl: 'ws://localhost/',
    WebSocket: FakeSocket as unknown as typeof WebSocket
  });
  const fake = new RunService(
    new Requests(serverSettings)
  ) as unknown as Mocked<IRunService>;
  const answers: Partial<Record<keyof IRunService, unknown>> = {
    status: STATUS,
    runs: {
      runs: [],
      columns: { metrics: [], params: [] },
      total: 0,
      unfiltered: 0,
      cursor: 1
    },
    names: {
      params: [],
      metrics: [],
      tags: [],
      experiments: [],
      notebooks: []
    },
    series: { metric: '', series: {} },
    execs: { execs: [] },
    learnt: NOTHING_LEARNT,
    rule: NOTHING_LEARNT,
    view: null,
    setView: undefined
  };
  for (const [name, answer] of Object.entries(answers)) {
    vi.spyOn(fake, name as 'status').mockResolvedValue(answer as Status);
  }
  return fake;
}

/** A context whose notebook a test changes. */
export class FakeContext implements IStoreContext {
  constructor(public path = 'study.ipynb') {}

  readonly isDisposed = false;
  readonly changed = new Signal<this, string>(this);

  get notebook(): string {
    return this.path;
  }

  /** Make another notebook the active one. */
  go(path: string): void {
    this.path = path;
    this.changed.emit(path);
  }

  dispose(): void {
    Signal.clearData(this);
  }
}

/** Let all answers that are on their way arrive. */
export async function settle(milliseconds = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
}
