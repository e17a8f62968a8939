import { Signal, type ISignal } from '@lumino/signaling';

import { Disposable } from '../disposable';
import type { Learnt, LearntRequest, Status } from '../rest';
import type { IRunService } from '../service';

/** What a person can say of a name. */
export const RULINGS = [
  'ignore',
  'metric',
  'param',
  'up',
  'down',
  'none',
  'primary',
  'irrelevant',
  'relevant',
  'unlearn'
] as const;

export type Verdict = (typeof RULINGS)[number];

const NOTHING: Learnt = {
  ignore: [],
  params: [],
  metrics: [],
  directions: {},
  primary: null
};

/** What people ruled about names, by notebook; one for all that shows names. */
export class Rulings extends Disposable {
  constructor(service: IRunService) {
    super();
    this._service = service;
  }

  /** Emitted when something was ruled: what names are is to be asked anew. */
  get ruled(): ISignal<this, void> {
    return this._ruled;
  }

  /** Emitted when more is known of what is ruled. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What is known to be ruled in the notebook of a path. */
  of(path: string): Learnt {
    return this._learnt.get(path) ?? NOTHING;
  }

  /** Ask what is ruled in a notebook, once. */
  async follow(path: string): Promise<void> {
    if (!this._learnt.has(path)) {
      try {
        this._take(path, await this._service.learnt(path));
      } catch {
        // asked again when it is next shown; the panel says that the server cannot be asked
      }
    }
  }

  /** Rule about a name for good. */
  async rule(path: string, name: string, verdict: Verdict): Promise<void> {
    this._take(path, await this._service.rule(path, request(name, verdict)));
    this._ruled.emit();
  }

  private _take(path: string, learnt: Learnt): void {
    this._learnt.set(path, learnt);
    if (!this.isDisposed) {
      this._changed.emit();
    }
  }

  private readonly _service: IRunService;
  private readonly _learnt = new Map<string, Learnt>();
  private readonly _ruled = new Signal<this, void>(this);
  private readonly _changed = new Signal<this, void>(this);
}

/** A verdict as the server takes it. */
export function request(name: string, verdict: Verdict): LearntRequest {
  switch (verdict) {
    case 'ignore':
      return { ignore: [name] };
    case 'metric':
      return { metrics: [name] };
    case 'param':
      return { params: [name] };
    case 'primary':
      return { primary: name };
    case 'irrelevant':
      return { irrelevant: [name] };
    case 'relevant':
      return { relevant: [name] };
    case 'unlearn':
      return { unlearn: [name] };
    default:
      return { directions: { [name]: verdict } };
  }
}

/** What is ruled of a name. */
export function verdicts(learnt: Learnt, name: string): Verdict[] {
  const ruled: [Verdict, boolean][] = [
    ['ignore', learnt.ignore.includes(name)],
    ['metric', learnt.metrics.includes(name)],
    ['param', learnt.params.includes(name)],
    ['primary', learnt.primary === name],
    ['irrelevant', learnt.irrelevant?.includes(name) ?? false],
    ['relevant', learnt.relevant?.includes(name) ?? false]
  ];
  const direction = learnt.directions[name];
  return [
    ...ruled.filter(([, is]) => is).map(([verdict]) => verdict),
    ...(direction ? [direction] : [])
  ];
}

/** The server path of the notebook of a run, where what is ruled about its names holds; where that cannot be told, `otherwise`. */
export function notebookPath(
  notebook: string | null | undefined,
  status: Status | null,
  otherwise: string
): string {
  const store = `/${status?.store}`;
  const root = status?.root.endsWith(store)
    ? status.root.slice(0, 1 - store.length)
    : null;
  return root !== null && notebook?.startsWith(root)
    ? notebook.slice(root.length)
    : otherwise;
}

/** All names that something is ruled about. */
export function ruledNames(learnt: Learnt): string[] {
  const { primary, metrics, directions, params, ignore, irrelevant, relevant } =
    learnt;
  return [
    ...new Set([
      ...(primary ? [primary] : []),
      ...metrics,
      ...Object.keys(directions),
      ...params,
      ...ignore,
      ...(irrelevant ?? []),
      ...(relevant ?? [])
    ])
  ];
}
