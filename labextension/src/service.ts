import { URLExt } from '@jupyterlab/coreutils';
import type { ServerConnection } from '@jupyterlab/services';

import type {
  CodeDifference,
  Comparison,
  Completions,
  ExecList,
  Learnt,
  LearntRequest,
  Names,
  Outputs,
  Packages,
  Preview,
  ReplayRequest,
  ReplayStatus,
  ReportAnswer,
  ReportRequest,
  RunEdit,
  RunItem,
  RunList,
  RunLog,
  RunRecord,
  RunSummary,
  SaveAnswer,
  SaveRequest,
  SeriesAnswer,
  Slice,
  Snapshot,
  Status,
  TableContent,
  View,
  Why
} from './rest';
import { Requests } from './requests';

/** Which runs, in which order, and which metric's curve goes with each. */
export interface IRunQuery {
  filter?: string;
  /** `notebook`, `store`, `trash` or `experiment:NAME`. */
  scope?: string;
  sort?: string;
  order?: 'asc' | 'desc';
  metric?: string;
  offset?: number;
  limit?: number;
  /** Only the configurations that searches in this run tried. */
  parent?: string;
}

/** Which executed cells: so many, older ones than an exec. */
export interface IExecQuery {
  limit: number;
  before?: string;
}

/** All that the panel asks of the server. `path` is the notebook whose store is meant. */
export interface IRunService {
  status(path: string): Promise<Status>;
  runs(path: string, query: IRunQuery): Promise<RunList>;
  run(path: string, id: string): Promise<RunRecord>;
  edit(path: string, id: string, edit: RunEdit): Promise<RunSummary>;
  remove(path: string, id: string): Promise<RunSummary>;
  restore(path: string, id: string): Promise<RunSummary>;
  names(path: string): Promise<Names>;
  complete(path: string, filter: string, cursor: number): Promise<Completions>;
  series(
    path: string,
    runs: readonly string[],
    metric: string,
    points?: number
  ): Promise<SeriesAnswer>;
  compare(
    path: string,
    runs: readonly string[],
    baseline?: string
  ): Promise<Comparison>;
  report(path: string, request: ReportRequest): Promise<ReportAnswer>;
  execs(path: string, query: IExecQuery): Promise<ExecList>;
  promote(path: string, exec: string, name?: string): Promise<RunSummary>;
  outputs(path: string, id: string, part: number): Promise<Outputs>;
  table(path: string, id: string, place: number): Promise<TableContent>;
  /** What of a file that a run made can be looked at. */
  preview(path: string, id: string, place: number): Promise<Preview>;
  /** What happened to a run. */
  log(path: string, id: string): Promise<RunLog>;
  /** Make metrics of what was seen afterwards. */
  keep(path: string, id: string, names: readonly string[]): Promise<RunSummary>;
  why(path: string, id: string, name: string): Promise<Why>;
  /** The executed cells that a run depends on. */
  slice(path: string, id: string): Promise<Slice>;
  /** The notebook as it was. */
  snapshot(path: string, id: string): Promise<Snapshot>;
  /** What differs in the code from a run to another one. */
  difference(
    path: string,
    id: string,
    to: string,
    of: CodeDifference['what']
  ): Promise<CodeDifference>;
  packages(path: string, id: string): Promise<Packages>;
  /** Write something of a run into a new file beside the notebook. */
  save(path: string, id: string, request: SaveRequest): Promise<SaveAnswer>;
  /** How the replay of a run stands. */
  replayed(path: string, id: string): Promise<ReplayStatus>;
  replay(
    path: string,
    id: string,
    request: ReplayRequest
  ): Promise<ReplayStatus>;
  stopReplay(path: string, id: string): Promise<ReplayStatus>;
  /** What people ruled about names in a notebook. */
  learnt(path: string): Promise<Learnt>;
  rule(path: string, change: LearntRequest): Promise<Learnt>;
  artifactUrl(path: string, id: string, place: number): string;
  view(path: string, key: string): Promise<unknown>;
  setView(path: string, key: string, value: unknown): Promise<void>;
  /** The address of the WebSocket that tells of changes. */
  changesUrl(path: string): string;
  readonly serverSettings: ServerConnection.ISettings;
}

/** Asks the server extension for runs. */
export class RunService implements IRunService {
  constructor(private readonly _requests = new Requests()) {}

  get serverSettings(): ServerConnection.ISettings {
    return this._requests.settings;
  }

  status(path: string): Promise<Status> {
    return this._requests.get('status', { path });
  }

  runs(path: string, query: IRunQuery): Promise<RunList> {
    return this._requests.get<RunList>('runs', { path, ...query });
  }

  run(path: string, id: string): Promise<RunRecord> {
    return this._requests.get(['runs', id], { path });
  }

  edit(path: string, id: string, edit: RunEdit): Promise<RunSummary> {
    return this._requests.send('PATCH', ['runs', id], path, edit);
  }

  remove(path: string, id: string): Promise<RunSummary> {
    return this._requests.send('POST', ['runs', id, 'delete'], path);
  }

  restore(path: string, id: string): Promise<RunSummary> {
    return this._requests.send('POST', ['runs', id, 'undelete'], path);
  }

  names(path: string): Promise<Names> {
    return this._requests.get('names', { path });
  }

  complete(path: string, filter: string, cursor: number): Promise<Completions> {
    return this._requests.get('complete', { path, filter, cursor });
  }

  series(
    path: string,
    runs: readonly string[],
    metric: string,
    points = 600
  ): Promise<SeriesAnswer> {
    return this._requests.get('series', {
      path,
      runs: runs.join(','),
      metric,
      points
    });
  }

  compare(
    path: string,
    runs: readonly string[],
    baseline?: string
  ): Promise<Comparison> {
    return this._requests.send('POST', ['compare'], path, { runs, baseline });
  }

  report(path: string, request: ReportRequest): Promise<ReportAnswer> {
    return this._requests.send('POST', ['report'], path, request);
  }

  execs(path: string, query: IExecQuery): Promise<ExecList> {
    return this._requests.get('execs', { path, ...query });
  }

  promote(path: string, exec: string, name?: string): Promise<RunSummary> {
    return this._requests.send('POST', ['promote'], path, { exec, name });
  }

  outputs(path: string, id: string, part: number): Promise<Outputs> {
    return this._requests.get(['runs', id, 'outputs', String(part)], { path });
  }

  table(path: string, id: string, place: number): Promise<TableContent> {
    return this._requests.get(['runs', id, 'tables', String(place)], { path });
  }

  preview(path: string, id: string, place: number): Promise<Preview> {
    const parts = ['runs', id, 'artifacts', String(place), 'preview'];
    return this._requests.get(parts, { path });
  }

  log(path: string, id: string): Promise<RunLog> {
    return this._requests.get(['runs', id, 'log'], { path });
  }

  keep(
    path: string,
    id: string,
    names: readonly string[]
  ): Promise<RunSummary> {
    return this._requests.send('POST', ['runs', id, 'keep'], path, { names });
  }

  why(path: string, id: string, name: string): Promise<Why> {
    return this._requests.get(['runs', id, 'why'], { path, name });
  }

  slice(path: string, id: string): Promise<Slice> {
    return this._requests.get(['runs', id, 'slice'], { path });
  }

  snapshot(path: string, id: string): Promise<Snapshot> {
    return this._requests.get(['runs', id, 'snapshot'], { path });
  }

  difference(
    path: string,
    id: string,
    to: string,
    of: CodeDifference['what']
  ): Promise<CodeDifference> {
    return this._requests.get(['runs', id, 'diff'], { path, to, of });
  }

  packages(path: string, id: string): Promise<Packages> {
    return this._requests.get(['runs', id, 'packages'], { path });
  }

  save(path: string, id: string, request: SaveRequest): Promise<SaveAnswer> {
    return this._requests.send('POST', ['runs', id, 'save'], path, request);
  }

  replayed(path: string, id: string): Promise<ReplayStatus> {
    return this._requests.get(['runs', id, 'replay'], { path });
  }

  replay(
    path: string,
    id: string,
    request: ReplayRequest
  ): Promise<ReplayStatus> {
    return this._requests.send('POST', ['runs', id, 'replay'], path, request);
  }

  stopReplay(path: string, id: string): Promise<ReplayStatus> {
    const url =
      this._requests.url(['runs', id, 'replay']) +
      URLExt.objectToQueryString({ path });
    return this._requests.request(url, { method: 'DELETE' });
  }

  learnt(path: string): Promise<Learnt> {
    return this._requests.get('learnt', { path });
  }

  rule(path: string, change: LearntRequest): Promise<Learnt> {
    return this._requests.send('POST', ['learnt'], path, change);
  }

  artifactUrl(path: string, id: string, place: number): string {
    const url = this._requests.url(['runs', id, 'artifacts', String(place)]);
    return url + URLExt.objectToQueryString({ path });
  }

  async view(path: string, key: string): Promise<unknown> {
    return (await this._requests.get<View>(['views', key], { path })).value;
  }

  async setView(path: string, key: string, value: unknown): Promise<void> {
    await this._requests.send('PUT', ['views', key], path, { value });
  }

  changesUrl(path: string): string {
    return this._requests.socketUrl('changes', path);
  }
}

/** Whether a run can still get points. */
export function isLive(run: Pick<RunItem, 'state'>): boolean {
  return run.state === 'running';
}
