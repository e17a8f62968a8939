/* Made from jupyter_tracker/schema/rest.schema.json by `jlpm types`: change it there. */

/**
 * A run in the list: its summary, a small curve, and the params that differ from the run before it of the same cell.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "RunItem".
 */
export type RunItem = RunSummary & {
  spark: Spark | null;
  changed: Values;
  foremost: Foremost;
  directions: Directions;
  search: SearchOrNull;
};
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "State".
 */
export type State = 'running' | 'finished' | 'failed' | 'interrupted' | 'crashed' | 'lost contact';
/**
 * What the newest replay of the run found; null where it was never replayed.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "VerdictOrNull".
 */
export type VerdictOrNull = 'identical' | 'equal' | 'noise' | 'different' | 'failed' | null;
/**
 * How surely the run gives the same again, A the surest; null where that is not worked out.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "GradeOrNull".
 */
export type GradeOrNull = 'A' | 'B' | 'C' | 'D' | 'E' | null;
/**
 * A captured value: a JSON scalar, a list of scalars, or an object for what JSON cannot hold.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Value".
 */
export type Value = Scalar | Value[] | OddFloat | BigInt | Repr;
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Scalar".
 */
export type Scalar = string | number | boolean | null;
/**
 * Names of metrics and then params that a person would log, at most six, most telling first: what is shown at first; all else stands under also seen.
 *
 * @maxItems 6
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Foremost".
 */
export type Foremost =
  | []
  | [string]
  | [string, string]
  | [string, string, string]
  | [string, string, string, string]
  | [string, string, string, string, string]
  | [string, string, string, string, string, string];
/**
 * null where nothing was searched.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "SearchOrNull".
 */
export type SearchOrNull = Search | null;
/**
 * A captured value: a JSON scalar, a list of scalars, or an object for what JSON cannot hold.
 */
export type Value1 = Scalar | Value[] | OddFloat | BigInt | Repr;
/**
 * More of it is better, less of it is, or neither.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Ruling".
 */
export type Ruling = 'up' | 'down' | 'none';
/**
 * What the WebSocket sends.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Message".
 */
export type Message = ChangedMessage | StatusMessage | AliveMessage;
/**
 * Sent once, when the socket opens.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "StatusMessage".
 */
export type StatusMessage = {
  type: 'status';
} & Status;
/**
 * A captured value: a JSON scalar, a list of scalars, or an object for what JSON cannot hold.
 */
export type Value2 = Scalar | Value[] | OddFloat | BigInt | Repr;

/**
 * Every body that passes between the panel and the server extension. Non-finite numbers are null on the wire; times are unix seconds.
 */
export interface Rest {
  problem?: Problem;
  status?: Status;
  runList?: RunList;
  run?: RunRecord;
  runEdit?: RunEdit;
  runsEdit?: RunsEdit;
  runsEdited?: RunsEdited;
  views?: Views;
  names?: Names;
  completions?: Completions;
  series?: SeriesAnswer;
  compareRequest?: CompareRequest;
  comparison?: Comparison;
  reportRequest?: ReportRequest;
  report?: ReportAnswer;
  execList?: ExecList;
  promoteRequest?: PromoteRequest;
  outputs?: Outputs;
  table?: TableContent;
  preview?: Preview;
  runLog?: RunLog;
  keepRequest?: KeepRequest;
  why?: Why;
  learnt?: Learnt;
  learntRequest?: LearntRequest;
  chartRequest?: ChartRequest;
  chart?: Chart;
  curves?: Curves;
  tableRequest?: TableRequest;
  tablePage?: TablePage;
  headersRequest?: HeadersRequest;
  headers?: Headers;
  columnsRequest?: ColumnsRequest;
  firstColumns?: FirstColumns;
  brushRequest?: BrushRequest;
  brushAnswer?: BrushAnswer;
  groupsRequest?: GroupsRequest;
  groups?: Groups;
  configurationsRequest?: ConfigurationsRequest;
  configurations?: Configurations;
  pivotRequest?: PivotRequest;
  pivot?: Pivot;
  modelsRequest?: ModelsRequest;
  modelTable?: ModelTable;
  movedRequest?: MovedRequest;
  moved?: Moved;
  influenceRequest?: InfluenceRequest;
  importance?: Importance;
  correlationRequest?: CorrelationRequest;
  correlation?: Correlation;
  progress?: Progress;
  view?: View;
  slice?: Slice;
  snapshot?: Snapshot;
  codeDifference?: CodeDifference;
  packages?: Packages;
  saveRequest?: SaveRequest;
  saveAnswer?: SaveAnswer;
  replayRequest?: ReplayRequest;
  replayStatus?: ReplayStatus;
  message?: Message;
  cellList?: CellList;
  versionsRequest?: VersionsRequest;
  cellVersions?: CellVersions;
}
/**
 * The body of every answer that is not 2xx.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Problem".
 */
export interface Problem {
  /**
   * What is wrong and what to do, for a person.
   */
  message: string;
  /**
   * Where in the filter, in characters.
   */
  position?: number;
  /**
   * What could have been meant.
   */
  names?: string[];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Status".
 */
export interface Status {
  /**
   * The store's folder as a person would name it: below the server's root, else from home.
   */
  store: string;
  /**
   * The store's folder, absolute.
   */
  root: string;
  /**
   * false: nothing has been tracked there yet.
   */
  exists: boolean;
  versions: Texts;
  /**
   * Version of this contract.
   */
  schema: number;
  /**
   * Whether the store can be written, and this user may.
   */
  writable: boolean;
  /**
   * Whether this user may run code on the server: replays, cells.
   */
  executes: boolean;
  runs: number;
  running: number;
  problems: string[];
  cursor: number;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Texts".
 */
export interface Texts {
  [k: string]: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "RunList".
 */
export interface RunList {
  runs: RunItem[];
  columns: DefaultColumns;
  /**
   * How many the filter leaves of the scope (notebook, store, trash or experiment:NAME).
   */
  total: number;
  /**
   * How many the scope holds without the filter.
   */
  unfiltered: number;
  /**
   * Grows with every change, also over restarts of the server; a message with a smaller one is older than this list.
   */
  cursor: number;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "RunSummary".
 */
export interface RunSummary {
  id: string;
  name: string;
  state: State;
  experiment: string | null;
  tags: Texts;
  note: string | null;
  started: number | null;
  ended: number | null;
  /**
   * Seconds.
   */
  duration: number | null;
  /**
   * When the run was last heard of.
   */
  heard: number | null;
  notebook: string | null;
  cell_id: string | null;
  star: boolean;
  baseline: boolean;
  pinned?: boolean;
  archived: boolean;
  parent: string | null;
  /**
   * How far the curves of a run have come that is running.
   */
  step?: number | null;
  verdict: VerdictOrNull;
  grade: GradeOrNull;
  /**
   * Why the grade is no better.
   */
  reasons: string[];
  params: Values;
  metrics: Values;
  series: string[];
  /**
   * How sure we are of the params and metrics that are not certain.
   */
  conf: {
    [k: string]: number;
  };
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Values".
 */
export interface Values {
  [k: string]: Value;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "OddFloat".
 */
export interface OddFloat {
  float: 'nan' | 'inf' | '-inf';
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "BigInt".
 */
export interface BigInt {
  int: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Repr".
 */
export interface Repr {
  repr: string;
  type: string;
}
/**
 * A small curve: at most 40 values of one metric, over its whole length.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Spark".
 */
export interface Spark {
  metric: string;
  /**
   * @maxItems 40
   */
  values: (number | null)[];
}
/**
 * Which metrics are better up or down, by their names and by what people ruled; of those left out neither is better: never best, never coloured.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Directions".
 */
export interface Directions {
  [k: string]: 'up' | 'down';
}
/**
 * How far searches in a run have come. The configurations are runs: GET runs?parent=<id>.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Search".
 */
export interface Search {
  total: number;
  running: number;
  failed: number;
  /**
   * The one that decides.
   */
  metric: string | null;
  direction: 'up' | 'down' | null;
  best: BestConfiguration | null;
}
export interface BestConfiguration {
  id: string;
  name: string;
  value: Value;
  params: Values;
}
/**
 * What is foremost in some of these runs, that of most runs in front: the columns to begin with.
 */
export interface DefaultColumns {
  metrics: string[];
  params: string[];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "RunRecord".
 */
export interface RunRecord {
  id: string;
  name: string;
  /**
   * A person named it.
   */
  named: boolean;
  state: State;
  state_reason?: string | null;
  experiment: string | null;
  tags: Texts;
  note: string | null;
  parent: string | null;
  children: string[];
  star: boolean;
  baseline: boolean;
  pinned?: boolean;
  archived: boolean;
  deleted: boolean;
  made_by: string | null;
  verdict: VerdictOrNull;
  replay: Replay | null;
  grade: GradeOrNull;
  graded: Graded | null;
  started: number | null;
  ended: number | null;
  duration: number | null;
  heard: number | null;
  host?: string | null;
  pid?: number | null;
  session: string | null;
  notebook: string | null;
  cell_id: string | null;
  params: Param[];
  metrics: Metric[];
  foremost: Foremost;
  directions: Directions;
  search: SearchOrNull;
  offers: Offer[];
  tables: TableInfo[];
  /**
   * What the machine did, as curves: GET series with these names. No metrics.
   */
  system: Metric[];
  inputs: Input[];
  artifacts: Artifact[];
  parts: Part[];
  environment: {
    [k: string]: unknown;
  };
  resources: {
    [k: string]: unknown;
  };
  error: Fault | null;
  pending: string[];
  warnings: string[];
  writers: {
    [k: string]: unknown;
  }[];
  sessions: string[];
}
/**
 * The newest replay of a run; `report` is the blob of all that it found.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Replay".
 */
export interface Replay {
  when: number;
  verdict: VerdictOrNull;
  first_divergence: Divergence | null;
  /**
   * The run that the replay was.
   */
  replayed_as: string | null;
  report: string | null;
}
/**
 * The first thing that came out otherwise; the values are as in fingerprints: a summary, or what there is to show.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Divergence".
 */
export interface Divergence {
  /**
   * The cell's number as people see it, for example [7].
   */
  cell: string;
  line: number | null;
  variable: string;
  recorded: unknown;
  replayed: unknown;
}
/**
 * The grade as it was worked out `when`, why it is no better, and what to mind, for a person.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Graded".
 */
export interface Graded {
  when: number;
  grade: GradeOrNull;
  reasons: string[];
  warnings: string[];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Param".
 */
export interface Param {
  name: string;
  value: Value;
  kind?: string | null;
  default?: boolean;
  conf?: number | string | null;
  /**
   * What made it a param.
   */
  rule?: string | null;
  /**
   * How it was seen besides.
   */
  also?: string[] | null;
  exec?: string | null;
  cell_id?: string | null;
  line?: number | null;
  fn?: string | null;
  /**
   * The local module it stands in; null: a cell.
   */
  file?: string | null;
  text?: string | null;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Metric".
 */
export interface Metric {
  name: string;
  value: Value1;
  min?: number | null;
  max?: number | null;
  first?: number | null;
  count?: number | null;
  series: boolean;
  sampling?: 'every' | 'sampled' | null;
  kind?: string | null;
  unit?: string | null;
  conf?: number | string | null;
  /**
   * What made it a metric.
   */
  rule?: string | null;
  /**
   * How it was seen besides.
   */
  also?: string[] | null;
  exec?: string | null;
  line?: number | null;
  fn?: string | null;
  /**
   * The local module it stands in; null: a cell.
   */
  file?: string | null;
  text?: string | null;
}
/**
 * A metric that a later cell computed of the run: seen afterwards, and kept with POST runs/<id>/keep.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Offer".
 */
export interface Offer {
  name: string;
  value: Value;
  /**
   * When.
   */
  seen: number;
  kind?: string | null;
  unit?: string | null;
  exec?: string | null;
  text?: string | null;
}
/**
 * A small table of a run; its rows: GET runs/<id>/tables/<its place in tables>.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "TableInfo".
 */
export interface TableInfo {
  name: string;
  what: 'table' | 'coefficients' | 'confusion' | 'report' | 'curve';
  columns: string[];
  /**
   * Rows that there were; at most 200 are kept.
   */
  total: number | null;
  kind?: string | null;
  exec?: string | null;
  line?: number | null;
  fn?: string | null;
  file?: string | null;
  text?: string | null;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Input".
 */
export interface Input {
  path: string;
  hash?: string | null;
  size?: number | null;
  seen_by?: string | null;
  mtime?: number | null;
  state?: string | null;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Artifact".
 */
export interface Artifact {
  name: string;
  path?: string | null;
  hash?: string | null;
  size?: number | null;
  kept: boolean;
  media_type?: string | null;
  why?: string | null;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Part".
 */
export interface Part {
  exec: string;
  session?: string | null;
  cell_id?: string | null;
  notebook?: string | null;
  count?: number | null;
  /**
   * The text that was executed (null: not in the store).
   */
  source: string | null;
  started?: number | null;
  ended?: number | null;
  duration?: number | null;
  cpu?: number | null;
  outcome?: string | null;
  error?: Fault | null;
  outputs?: {} | null;
  snapshot?: {} | null;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Fault".
 */
export interface Fault {
  type: string;
  message: string;
  traceback?: string | null;
}
/**
 * Body of PATCH runs/<id>: what a person changes.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "RunEdit".
 */
export interface RunEdit {
  set?: RunEditSet;
  /**
   * Text by tag (empty for a bare one); null takes the tag off.
   */
  tags?: {
    [k: string]: string | null;
  };
}
export interface RunEditSet {
  name?: string;
  note?: string;
  experiment?: string | null;
  star?: boolean;
  baseline?: boolean;
  pinned?: boolean;
  archived?: boolean;
}
/**
 * Body of PATCH runs: the same change of several runs; trash puts them into the trash or takes them out.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "RunsEdit".
 */
export interface RunsEdit {
  /**
   * @minItems 1
   * @maxItems 10000
   */
  runs: [string, ...string[]];
  edit?: RunEdit;
  trash?: boolean;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "RunsEdited".
 */
export interface RunsEdited {
  edited: number;
}
/**
 * What people arranged on screen under keys that begin alike.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Views".
 */
export interface Views {
  views: {
    [k: string]: unknown;
  };
}
/**
 * The names there are in the store, to filter and choose by.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Names".
 */
export interface Names {
  params: string[];
  metrics: string[];
  tags: string[];
  experiments: string[];
  notebooks: string[];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Completions".
 */
export interface Completions {
  items: Completion[];
  start: number;
  end: number;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Completion".
 */
export interface Completion {
  /**
   * What stands in the filter instead of start..end.
   */
  text: string;
  label: string;
  detail: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "SeriesAnswer".
 */
export interface SeriesAnswer {
  metric: string;
  series: {
    [k: string]: RunSeries;
  };
}
/**
 * The points of one metric of one run, thinned so that lows and highs stay.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "RunSeries".
 */
export interface RunSeries {
  step: (number | null)[];
  value: (number | null)[];
  time: (number | null)[];
  /**
   * Points before thinning.
   */
  total: number;
  sampling: 'every' | 'sampled' | null;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "CompareRequest".
 */
export interface CompareRequest {
  /**
   * @minItems 1
   * @maxItems 50
   */
  runs: [string, ...string[]];
  baseline?: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Comparison".
 */
export interface Comparison {
  runs: RunSummary[];
  baseline: string;
  sentence: string;
  markdown: string;
  params: Difference[];
  metrics: MetricComparison[];
  /**
   * Metrics and params that are worth showing at first; the others stand under also seen.
   */
  foremost: string[];
  code: CodeComparison[];
  inputs: InputComparison[];
  packages: PackageComparison;
  environment: Difference[];
  outputs: OutputCount[];
  files: FileComparison[];
  /**
   * How many fitted statistical models the runs have, to be seen side by side: POST models.
   */
  models: number;
  sections: SectionAnswers;
}
/**
 * One name over the runs compared, in their order; null where a run has none.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Difference".
 */
export interface Difference {
  name: string;
  values: Value[];
  differs: boolean;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "MetricComparison".
 */
export interface MetricComparison {
  name: string;
  values: Value[];
  /**
   * Against the baseline.
   */
  deltas: (number | null)[];
  ratios: (number | null)[];
  /**
   * Places of the best runs.
   */
  best: number[];
  direction: 'up' | 'down' | null;
  series: boolean;
  unit?: string | null;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "CodeComparison".
 */
export interface CodeComparison {
  run: string;
  same: boolean;
  lines: number;
  diff: DiffLine[];
  cells: string[];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "DiffLine".
 */
export interface DiffLine {
  op: ' ' | '+' | '-';
  text: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "InputComparison".
 */
export interface InputComparison {
  path: string;
  hashes: (string | null)[];
  sizes: (number | null)[];
  differs: boolean;
}
export interface PackageComparison {
  differs: PackageDifference[];
  same: number;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "PackageDifference".
 */
export interface PackageDifference {
  name: string;
  values: (string | null)[];
  /**
   * Whether the slice of any of the runs imports it.
   */
  imported?: boolean;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "OutputCount".
 */
export interface OutputCount {
  run: string;
  parts: number;
  /**
   * The parts that have outputs: their place in the record and the number that people see.
   */
  cells: OutputCell[];
  /**
   * Whether they are the baseline's, to the byte.
   */
  same: boolean;
}
export interface OutputCell {
  place: number;
  count: number | null;
}
/**
 * A file that the runs made; null where a run made none of this name.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "FileComparison".
 */
export interface FileComparison {
  path: string;
  hashes: (string | null)[];
  sizes: (number | null)[];
  /**
   * Its place among the artifacts of each run whose bytes are kept.
   */
  places: (number | null)[];
  differs: boolean;
}
/**
 * The one-line answer of each section.
 */
export interface SectionAnswers {
  params: string;
  metrics: string;
  code: string;
  inputs: string;
  environment: string;
  outputs: string;
  files: string;
}
/**
 * Which runs: those named, else those the filter leaves, else all.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ReportRequest".
 */
export interface ReportRequest {
  /**
   * @minItems 1
   * @maxItems 200
   */
  runs?: [string, ...string[]];
  filter?: string;
  format: 'ipynb' | 'html';
  /**
   * File name without its ending; a new one is made if it exists.
   */
  name?: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ReportAnswer".
 */
export interface ReportAnswer {
  /**
   * Server path of the file written.
   */
  path: string;
  shown: number;
  chosen_from: number;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ExecList".
 */
export interface ExecList {
  execs: Exec[];
}
/**
 * One execution of a cell, as the journal saw it.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Exec".
 */
export interface Exec {
  exec: string;
  cell_id: string | null;
  notebook: string | null;
  count: number | null;
  started: number | null;
  ended: number | null;
  outcome: string | null;
  /**
   * The run it is a part of.
   */
  run: string | null;
  params: Values;
  metrics: Values;
  foremost: Foremost;
  directions: Directions;
  /**
   * Names of small tables.
   */
  tables: string[];
  /**
   * Configurations that a search in it tried.
   */
  tried: number;
  first_line: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "PromoteRequest".
 */
export interface PromoteRequest {
  exec: string;
  name?: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Outputs".
 */
export interface Outputs {
  /**
   * nbformat outputs. Untrusted: show them through a sanitizer.
   */
  outputs: NotebookOutput[];
  truncated: boolean;
}
export interface NotebookOutput {
  output_type: string;
  [k: string]: unknown;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "TableContent".
 */
export interface TableContent {
  name: string;
  what: 'table' | 'coefficients' | 'confusion' | 'report' | 'curve';
  columns: string[];
  rows: Value[][];
  total: number | null;
}
/**
 * A file that a run made, as far as it is looked at: one of image, table, text, notebook, figure; else why there is nothing to see.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Preview".
 */
export interface Preview {
  name: string;
  kind: 'image' | 'table' | 'text' | 'notebook' | 'figure' | 'none';
  /**
   * Of an image.
   */
  media_type?: string;
  /**
   * The bytes of an image, in base64.
   */
  data?: string;
  columns?: string[];
  rows?: (string | number | boolean | null)[][];
  /**
   * Rows that there are, where that is known.
   */
  total?: number | null;
  text?: string;
  /**
   * Whether there is more than is here.
   */
  cut?: boolean;
  /**
   * Of a notebook or a Plotly figure: untrusted.
   */
  content?: {};
  why?: string;
}
/**
 * What the store's logs say of a run, oldest first.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "RunLog".
 */
export interface RunLog {
  entries: LogEntry[];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "LogEntry".
 */
export interface LogEntry {
  time: number;
  /**
   * The kind of the event.
   */
  kind: string;
  text: string;
  /**
   * Who wrote it: a session of a kernel, of a script, of the server.
   */
  by: string | null;
}
/**
 * Offered metrics that are the run's own from now on.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "KeepRequest".
 */
export interface KeepRequest {
  /**
   * @minItems 1
   * @maxItems 200
   */
  names: [string, ...string[]];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Why".
 */
export interface Why {
  name: string;
  run: NamedRun;
  found: Reason[];
  /**
   * What people ruled, in words.
   */
  learnt: string[];
  /**
   * Whether it is foremost.
   */
  shown: boolean;
  /**
   * Names like it, where it is unknown.
   */
  near: string[];
  /**
   * All of it in a few lines.
   */
  text: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "NamedRun".
 */
export interface NamedRun {
  id: string;
  name: string;
}
/**
 * Why a value is there, in one of its roles.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Reason".
 */
export interface Reason {
  role: 'param' | 'metric' | 'offered metric' | 'table' | 'resource';
  value: Value;
  kind: string | null;
  conf: number | string;
  rule: string | null;
  also: string[];
  exec: string | null;
  /**
   * The cell's execution count.
   */
  cell: number | null;
  line: number | null;
  fn: string | null;
  file: string | null;
  text: string | null;
  direction?: 'up' | 'down' | null;
}
/**
 * What people have ruled about names in a notebook.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Learnt".
 */
export interface Learnt {
  /**
   * Silent, with all names below them.
   */
  ignore: string[];
  params: string[];
  metrics: string[];
  directions: {
    [k: string]: Ruling;
  };
  /**
   * The metric that decides which run is best.
   */
  primary: string | null;
  /**
   * Params that are no part of a configuration.
   */
  irrelevant?: string[];
  /**
   * Params that are part of one, although their names sound otherwise.
   */
  relevant?: string[];
}
/**
 * What to rule in the active notebook besides what is ruled already; unlearn is done first.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "LearntRequest".
 */
export interface LearntRequest {
  /**
   * @maxItems 200
   */
  ignore?: string[];
  /**
   * @maxItems 200
   */
  params?: string[];
  /**
   * @maxItems 200
   */
  metrics?: string[];
  directions?: {
    [k: string]: Ruling;
  };
  primary?: string;
  /**
   * @maxItems 200
   */
  irrelevant?: string[];
  /**
   * @maxItems 200
   */
  relevant?: string[];
  /**
   * @maxItems 200
   */
  unlearn?: string[];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ChartRequest".
 */
export interface ChartRequest {
  filter?: string;
  /**
   * notebook, store (default), trash, or experiment:NAME.
   */
  scope?: string;
  /**
   * false (default) leaves out archived runs unless the filter speaks of them, true leaves nothing else, null takes all.
   */
  archived?: boolean | null;
  /**
   * @maxItems 16
   */
  sort?:
    | []
    | [SortColumn]
    | [SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ];
  /**
   * Only these, whatever the filter.
   *
   * @maxItems 1000
   */
  runs?: string[];
  card: ChartCard;
}
/**
 * A column of the filter language to sort by.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "SortColumn".
 */
export interface SortColumn {
  column: string;
  descending?: boolean;
}
/**
 * What a card of the board shows; which of these count is its kind's matter.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ChartCard".
 */
export interface ChartCard {
  kind: 'curve' | 'scatter' | 'parallel' | 'bar' | 'box' | 'histogram' | 'importance' | 'correlation' | 'progress';
  metric?: string;
  /**
   * A column.
   */
  x?: string;
  /**
   * A column.
   */
  y?: string;
  column?: string;
  /**
   * @maxItems 40
   */
  columns?: string[];
  /**
   * A column, day or configuration: curves of its groups become one with a band.
   */
  by?: string;
  band?: 'mean-ci' | 'mean-std' | 'mean-range' | 'median-quartiles' | 'median-range';
  /**
   * x of curves: step (default), relative, time, or a metric.
   */
  over?: string;
  /**
   * The part of x that is looked at.
   */
  low?: number | null;
  high?: number | null;
  y_low?: number | null;
  y_high?: number | null;
  log_x?: boolean;
  log_y?: boolean;
  /**
   * Whether outliers are left out of sight.
   */
  ordinary?: boolean;
  smoothing?: Smoothing | null;
  /**
   * A column by whose values runs are coloured.
   */
  colour?: string;
  /**
   * A column by whose values curves are dashed.
   */
  dash?: string;
  /**
   * Of each curve, about.
   */
  points?: number;
  /**
   * Curves at most.
   */
  most?: number;
  /**
   * Of runs, as they are on screen.
   */
  colours?: {
    [k: string]: string;
  };
}
/**
 * exponential: a mean in which what came before weighs amount (below 1); mean and median over amount points.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Smoothing".
 */
export interface Smoothing {
  method: 'exponential' | 'mean' | 'median';
  amount: number;
}
/**
 * A Plotly figure without colours of a theme, what was done, and the same as a table (its first rows; total says how many there are).
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Chart".
 */
export interface Chart {
  figure: {
    data: {}[];
    layout: {};
  };
  said: Said[];
  columns: string[];
  rows: (string | number | null)[][];
  total: number;
  runs: number;
  /**
   * The columns of its axes.
   */
  axes: string[];
  /**
   * Of each axis with texts what stands at its places.
   */
  labels: ((string | number | null)[] | null)[];
}
/**
 * Something that was done to make a chart, and the values that stand in it: band (what it is, fewest and most runs), first_runs and first_groups (shown, of how many), again, unfinished, without and runs (how many), smooth_… (amount), share, highest and lowest (of which metric).
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Said".
 */
export interface Said {
  what:
    | 'runs'
    | 'first_runs'
    | 'first_groups'
    | 'unfinished'
    | 'again'
    | 'without'
    | 'band'
    | 'means'
    | 'smooth_exponential'
    | 'smooth_mean'
    | 'smooth_median'
    | 'share'
    | 'ranks'
    | 'highest'
    | 'lowest';
  values: (string | number)[];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Curves".
 */
export interface Curves {
  metric: string;
  direction: 'up' | 'down' | null;
  lines: CurveLine[];
  colours: LegendEntry[];
  dashes: LegendEntry[];
  /**
   * Between what values all but outliers lie.
   */
  ordinary: number[] | null;
  /**
   * That have the metric.
   */
  runs: number;
  shown: number;
  said: Said[];
}
/**
 * A curve as it is drawn, of one run, or of the runs of a group: then value is their mean or median and low to high the band. total: points there are.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "CurveLine".
 */
export interface CurveLine {
  label: string;
  runs: string[];
  /**
   * null: the run's own.
   */
  colour: string | null;
  dash: 'solid' | 'dash' | 'dot' | 'dashdot' | 'longdash';
  x: number[];
  value: (number | null)[];
  smooth: (number | null)[] | null;
  low: (number | null)[] | null;
  high: (number | null)[] | null;
  n: number[] | null;
  total: number;
  /**
   * Its last value, also where it has no points.
   */
  last: number | null;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "LegendEntry".
 */
export interface LegendEntry {
  label: string;
  look: string;
}
/**
 * A page of the run table: chosen columns of the filter language only.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "TableRequest".
 */
export interface TableRequest {
  filter?: string;
  /**
   * notebook, store (default), trash, or experiment:NAME.
   */
  scope?: string;
  /**
   * false (default) leaves out archived runs unless the filter speaks of them, true leaves nothing else, null takes all.
   */
  archived?: boolean | null;
  /**
   * @maxItems 16
   */
  sort?:
    | []
    | [SortColumn]
    | [SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ];
  /**
   * @maxItems 200
   */
  columns?: string[];
  limit?: number;
  offset?: number;
  /**
   * Only these, in this order, whatever the filter says.
   *
   * @maxItems 1000
   */
  runs?: string[];
  /**
   * Whether re-runs stand under one row.
   */
  fold?: boolean;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "TablePage".
 */
export interface TablePage {
  rows: TableRow[];
  /**
   * Rows there are.
   */
  total: number;
  /**
   * Runs there are, folded ones too.
   */
  runs: number;
  cursor: number;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "TableRow".
 */
export interface TableRow {
  id: string;
  name: string;
  state: State;
  experiment: string | null;
  tags: Texts;
  note: string | null;
  started: number | null;
  ended: number | null;
  duration: number | null;
  heard: number | null;
  notebook: string | null;
  cell_id: string | null;
  star: boolean;
  baseline: boolean;
  pinned: boolean;
  archived: boolean;
  parent: string | null;
  /**
   * As of a summary.
   */
  step?: number | null;
  /**
   * One a column; null where the run has none.
   */
  values: Value[];
  fold: Fold | null;
}
/**
 * Runs under one row: those that did the same again, and those that failed before it.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Fold".
 */
export interface Fold {
  same: string[];
  failed: string[];
}
/**
 * Headers of these columns, over the runs that the filter leaves.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "HeadersRequest".
 */
export interface HeadersRequest {
  filter?: string;
  /**
   * notebook, store (default), trash, or experiment:NAME.
   */
  scope?: string;
  /**
   * false (default) leaves out archived runs unless the filter speaks of them, true leaves nothing else, null takes all.
   */
  archived?: boolean | null;
  /**
   * @maxItems 16
   */
  sort?:
    | []
    | [SortColumn]
    | [SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ];
  /**
   * What is brushed beside the filter: the header of a column follows the brushes of all others.
   *
   * @maxItems 50
   */
  brushes?: Brush[];
  /**
   * @maxItems 200
   */
  columns: string[];
}
/**
 * What was brushed in a header: a range, or some values; missing takes runs without a value too.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Brush".
 */
export interface Brush {
  column: string;
  low?: number | null;
  high?: number | null;
  /**
   * @maxItems 200
   */
  values?: (string | number)[];
  missing?: boolean;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Headers".
 */
export interface Headers {
  headers: Header[];
  runs: number;
}
/**
 * How the values of a column are distributed; bins of numbers, or the commonest categories.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Header".
 */
export interface Header {
  column: string;
  /**
   * Runs.
   */
  count: number;
  /**
   * Runs without a value.
   */
  missing: number;
  kind: 'number' | 'category' | 'empty';
  /**
   * Of a metric, whether more or less of it is better.
   */
  direction?: 'up' | 'down' | null;
  infinite?: number;
  bins?: HeaderBin[];
  /**
   * Bins are of equal width by the logarithm.
   */
  log?: boolean;
  /**
   * Bins are one whole number wide.
   */
  whole?: boolean;
  low?: number;
  high?: number;
  categories?: HeaderCategory[];
  /**
   * Runs with a value that is not among the categories.
   */
  others?: number;
  distinct?: number;
}
/**
 * A bar: from low to high; high itself belongs to the next one, but in the last.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "HeaderBin".
 */
export interface HeaderBin {
  low: number;
  high: number;
  count: number;
  filter: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "HeaderCategory".
 */
export interface HeaderCategory {
  value: string;
  count: number;
  filter: string;
}
/**
 * Which columns a table of these runs shows at first.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ColumnsRequest".
 */
export interface ColumnsRequest {
  filter?: string;
  /**
   * notebook, store (default), trash, or experiment:NAME.
   */
  scope?: string;
  /**
   * false (default) leaves out archived runs unless the filter speaks of them, true leaves nothing else, null takes all.
   */
  archived?: boolean | null;
  /**
   * @maxItems 16
   */
  sort?:
    | []
    | [SortColumn]
    | [SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "FirstColumns".
 */
export interface FirstColumns {
  metrics: string[];
  params: string[];
  /**
   * All params that differ, the most telling first.
   */
  differing: string[];
  /**
   * The metrics and params as columns of the filter language, at most eight.
   */
  columns: string[];
  directions: Directions;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "BrushRequest".
 */
export interface BrushRequest {
  /**
   * @maxItems 50
   */
  brushes: Brush[];
  filter?: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "BrushAnswer".
 */
export interface BrushAnswer {
  filter: string;
}
/**
 * metrics and params are names.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "GroupsRequest".
 */
export interface GroupsRequest {
  filter?: string;
  /**
   * notebook, store (default), trash, or experiment:NAME.
   */
  scope?: string;
  /**
   * false (default) leaves out archived runs unless the filter speaks of them, true leaves nothing else, null takes all.
   */
  archived?: boolean | null;
  /**
   * @maxItems 16
   */
  sort?:
    | []
    | [SortColumn]
    | [SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ];
  /**
   * Whether each group names its runs (default), or only tells how many there are.
   */
  ids?: boolean;
  /**
   * Columns of the filter language, day, or configuration.
   *
   * @minItems 1
   * @maxItems 8
   */
  by:
    | [string]
    | [string, string]
    | [string, string, string]
    | [string, string, string, string]
    | [string, string, string, string, string]
    | [string, string, string, string, string, string]
    | [string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string];
  /**
   * @maxItems 60
   */
  metrics?: string[];
  /**
   * @maxItems 60
   */
  params?: string[];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Groups".
 */
export interface Groups {
  groups: Group[];
  /**
   * How many groups there are, those that are not told too.
   */
  total: number;
  runs: number;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Group".
 */
export interface Group {
  key: GroupKey[];
  /**
   * Leaves the runs of the group.
   */
  filter: string;
  runs: string[];
  /**
   * How many runs there are, those that don't count too.
   */
  size: number;
  /**
   * How many count.
   */
  n: number;
  left_out: LeftOut;
  metrics: {
    [k: string]: GroupMetric;
  };
  params: {
    [k: string]: GroupParam;
  };
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "GroupKey".
 */
export interface GroupKey {
  column: string;
  value: string | number | null;
  text: string;
}
/**
 * How many runs don't count, by why.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "LeftOut".
 */
export interface LeftOut {
  unfinished: number;
  /**
   * Runs of a seed that a newer run has too.
   */
  again: number;
  'no number'?: number;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "GroupMetric".
 */
export interface GroupMetric {
  n: number;
  mean: number | null;
  std: number | null;
  low: number | null;
  high: number | null;
  best: number | null;
  best_run: string | null;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "GroupParam".
 */
export interface GroupParam {
  low: number | null;
  high: number | null;
  distinct: number;
  value: string | number | null;
  text: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ConfigurationsRequest".
 */
export interface ConfigurationsRequest {
  filter?: string;
  /**
   * notebook, store (default), trash, or experiment:NAME.
   */
  scope?: string;
  /**
   * false (default) leaves out archived runs unless the filter speaks of them, true leaves nothing else, null takes all.
   */
  archived?: boolean | null;
  /**
   * @maxItems 16
   */
  sort?:
    | []
    | [SortColumn]
    | [SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ];
  /**
   * Its name, or a column such as metrics.loss.min.
   */
  metric: string;
  /**
   * Only the configurations that any of these runs has.
   *
   * @minItems 1
   * @maxItems 50
   */
  runs?: [string, ...string[]];
  method?: 't' | 'bootstrap';
  baseline?: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Configurations".
 */
export interface Configurations {
  metric: string;
  direction: 'up' | 'down' | null;
  configurations: Configuration[];
  best: number | null;
  differences: DifferenceTest[];
  corrected: string;
}
/**
 * All params but seeds and irrelevant ones, with the runs that have them.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Configuration".
 */
export interface Configuration {
  name: string;
  params: {
    [k: string]: string | number | null;
  };
  mean: MeanOf | null;
  runs: string[];
  counted: string[];
  left_out: LeftOut;
}
/**
 * A mean over runs that count, the sample's standard deviation, and the 95 % interval by Student's t; null where one run says nothing of them.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "MeanOf".
 */
export interface MeanOf {
  n: number;
  mean: number | null;
  std: number | null;
  low: number | null;
  high: number | null;
}
/**
 * Whether two configurations (their places) differ in the metric: second minus first.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "DifferenceTest".
 */
export interface DifferenceTest {
  first: number;
  second: number;
  test: string;
  n: number[];
  difference: number | null;
  low: number | null;
  high: number | null;
  p: number | null;
  /**
   * p, corrected for all comparisons made.
   */
  adjusted: number | null;
  /**
   * Seeds that were matched.
   */
  pairs: number | null;
  note: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "PivotRequest".
 */
export interface PivotRequest {
  filter?: string;
  /**
   * notebook, store (default), trash, or experiment:NAME.
   */
  scope?: string;
  /**
   * false (default) leaves out archived runs unless the filter speaks of them, true leaves nothing else, null takes all.
   */
  archived?: boolean | null;
  /**
   * @maxItems 16
   */
  sort?:
    | []
    | [SortColumn]
    | [SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ];
  down: string;
  across: string;
  /**
   * Its name, or a column such as metrics.loss.min.
   */
  metric: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Pivot".
 */
export interface Pivot {
  down: string;
  across: string;
  metric: string;
  direction: 'up' | 'down' | null;
  rows: (string | number | null)[];
  columns: (string | number | null)[];
  cells: (PivotCell | null)[][];
  /**
   * [row, column] of the best mean.
   */
  best: number[][];
  left_out: LeftOut;
  markdown: string;
  latex: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "PivotCell".
 */
export interface PivotCell {
  n: number;
  mean: number | null;
  std: number | null;
  low: number | null;
  high: number | null;
  runs: string[];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ModelsRequest".
 */
export interface ModelsRequest {
  /**
   * @minItems 1
   * @maxItems 50
   */
  runs: [string, ...string[]];
}
/**
 * Fitted statistical models as columns, their terms as rows.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ModelTable".
 */
export interface ModelTable {
  models: ModelColumn[];
  terms: ModelTerm[];
  n: (number | null)[];
  fit: ModelFit[];
  /**
   * Groups of models of which AIC, BIC and likelihood may be compared.
   */
  comparable: number[][];
  why_not: string[];
  /**
   * Models beyond those shown.
   */
  more: number;
  markdown: string;
  latex: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ModelColumn".
 */
export interface ModelColumn {
  run: string;
  name: string;
  outcome: string | null;
  settings: Values;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ModelTerm".
 */
export interface ModelTerm {
  term: string;
  cells: (ModelTermCell | null)[];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ModelTermCell".
 */
export interface ModelTermCell {
  estimate: number | null;
  std_error: number | null;
  p: number | null;
  stars: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ModelFit".
 */
export interface ModelFit {
  name: string;
  values: (number | null)[];
  /**
   * Places of the best, among models that may be compared in it.
   */
  best: number[];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "MovedRequest".
 */
export interface MovedRequest {
  first: string;
  second: string;
  /**
   * Its name, or a column such as metrics.loss.min.
   */
  metric?: string;
}
/**
 * What changed between two runs, ranked by what history says it does to a metric.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Moved".
 */
export interface Moved {
  metric: string;
  direction: 'up' | 'down' | null;
  first: string;
  second: string;
  values: number[];
  change: number;
  explained: number | null;
  changes: MovedChange[];
  noise: MovedNoise | null;
  /**
   * What is not known of one of the runs.
   */
  unknown: string[];
  /**
   * Runs that were looked at.
   */
  history: number;
  sentence: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "MovedChange".
 */
export interface MovedChange {
  aspect: 'param' | 'code' | 'data' | 'packages' | 'seed';
  name: string;
  /**
   * By which evidence.
   */
  way: 'alone' | 'but seeds' | 'means' | 'unknown';
  change: number | null;
  low: number | null;
  high: number | null;
  n: number;
  runs: number;
  share: number | null;
  better: boolean | null;
  text: string;
  before: string | null;
  after: string | null;
  details: string[];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "MovedNoise".
 */
export interface MovedNoise {
  std: number;
  runs: number;
  /**
   * Whether the change is no more than seeds make.
   */
  within: boolean;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "InfluenceRequest".
 */
export interface InfluenceRequest {
  filter?: string;
  /**
   * notebook, store (default), trash, or experiment:NAME.
   */
  scope?: string;
  /**
   * false (default) leaves out archived runs unless the filter speaks of them, true leaves nothing else, null takes all.
   */
  archived?: boolean | null;
  /**
   * @maxItems 16
   */
  sort?:
    | []
    | [SortColumn]
    | [SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ];
  /**
   * Its name, or a column such as metrics.loss.min.
   */
  metric: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Importance".
 */
export interface Importance {
  metric: string;
  direction: 'up' | 'down' | null;
  params: ParamImportance[];
  runs: number;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ParamImportance".
 */
export interface ParamImportance {
  name: string;
  importance: number | null;
  method: string;
  n: number;
  groups: number;
  correlation: number | null;
  p: number | null;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "CorrelationRequest".
 */
export interface CorrelationRequest {
  filter?: string;
  /**
   * notebook, store (default), trash, or experiment:NAME.
   */
  scope?: string;
  /**
   * false (default) leaves out archived runs unless the filter speaks of them, true leaves nothing else, null takes all.
   */
  archived?: boolean | null;
  /**
   * @maxItems 16
   */
  sort?:
    | []
    | [SortColumn]
    | [SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn, SortColumn]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ]
    | [
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn,
        SortColumn
      ];
  /**
   * @maxItems 40
   */
  columns: string[];
}
/**
 * Spearman's rank correlation of each pair.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Correlation".
 */
export interface Correlation {
  names: string[];
  rho: (number | null)[][];
}
/**
 * The runs that were better than all before them.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Progress".
 */
export interface Progress {
  metric: string;
  direction: 'up' | 'down' | null;
  points: ProgressPoint[];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ProgressPoint".
 */
export interface ProgressPoint {
  run: string;
  started: number;
  value: number;
  number: number;
}
/**
 * What people arranged on screen, by key; null: nothing yet.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "View".
 */
export interface View {
  value: unknown;
}
/**
 * The executed cells that a run depends on, in the order in which they ran.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Slice".
 */
export interface Slice {
  cells: SliceCell[];
  /**
   * Local modules as they were; text is null where the store has it no more.
   */
  modules: SliceModule[];
  warnings: string[];
  grade: SliceGrade;
  /**
   * How many cells had run by then.
   */
  of: number;
}
export interface SliceCell {
  /**
   * As it was typed.
   */
  source: string;
  cell_id: string | null;
  /**
   * The cell's execution count.
   */
  executed: number | null;
  exec: string;
  why: string;
}
export interface SliceModule {
  name: string;
  path: string;
  text: string | null;
}
export interface SliceGrade {
  grade: GradeOrNull;
  reasons: string[];
  /**
   * What this grade says of any run.
   */
  means: string;
}
/**
 * The notebook as it was, without outputs. Untrusted.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Snapshot".
 */
export interface Snapshot {
  /**
   * Of the run.
   */
  name: string;
  /**
   * nbformat 4.5.
   */
  notebook: {
    [k: string]: unknown;
  };
  fidelity: 'exact' | 'disk + executed' | 'executed only';
  /**
   * Where it lay then.
   */
  path: string | null;
}
/**
 * From the first run to the second, in their slices or their notebooks.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "CodeDifference".
 */
export interface CodeDifference {
  what: 'slice' | 'notebook';
  runs: NamedRun[];
  same: boolean;
  lines: number;
  cells: CellDifference[];
  mind: string[];
}
/**
 * A cell, or a local module: what it is called in each run (null: it is not in that one), and what differs.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "CellDifference".
 */
export interface CellDifference {
  change: 'same' | 'changed' | 'added' | 'removed';
  kind: 'code' | 'markdown' | 'raw' | 'module';
  before: string | null;
  after: string | null;
  lines: number;
  diff: DiffLine[];
}
/**
 * The packages of a run: those that its slice imports, those that these need, and what else was installed.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Packages".
 */
export interface Packages {
  direct: PackageInfo[];
  through: PackageInfo[];
  installed: PackageInfo[];
  /**
   * Imported, and no package of that time.
   */
  unknown: string[];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "PackageInfo".
 */
export interface PackageInfo {
  name: string;
  version: string;
  /**
   * By which names it is imported.
   */
  modules: string[];
}
/**
 * Write something of a run into a new file beside the active notebook.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "SaveRequest".
 */
export interface SaveRequest {
  what: 'slice' | 'snapshot' | 'requirements';
  format: 'ipynb' | 'py' | 'txt';
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "SaveAnswer".
 */
export interface SaveAnswer {
  /**
   * Server path of the file written.
   */
  path: string;
  mind: string[];
}
/**
 * Begin a replay. `yes`: go on although it writes elsewhere, runs commands or asks the network; `inputs`: what to do about inputs that are missing or changed.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ReplayRequest".
 */
export interface ReplayRequest {
  yes?: boolean;
  inputs?: 'restore' | 'anyway';
}
/**
 * How the replay of a run stands here. none: none was begun since the server started, `report` is that of the newest one; asks: it needs a yes; refused: `message` says why.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ReplayStatus".
 */
export interface ReplayStatus {
  state: 'none' | 'running' | 'done' | 'asks' | 'refused' | 'stopped';
  /**
   * What it runs in.
   */
  python: string | null;
  /**
   * Whether that is another Python than the run's.
   */
  elsewhere: boolean;
  step: number;
  /**
   * 0: not known yet.
   */
  of: number;
  /**
   * The cell that runs, or what else is done.
   */
  doing: string;
  message: string | null;
  needs: ReplayNeed[];
  report: ReplayReport | null;
}
/**
 * Something that a replay would do beyond its own folder.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ReplayNeed".
 */
export interface ReplayNeed {
  what: string;
  cell: string;
  line?: number | null;
  text: string;
}
/**
 * What a replay found, as `jupyter tracker replay --json` prints it.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ReplayReport".
 */
export interface ReplayReport {
  verdict: VerdictOrNull;
  first_divergence: Divergence | null;
  steps: ReplayStep[];
  metrics: ReplayMetric[];
  replayed_as: string | null;
  said?: string[];
  changed?: ReplayChanges;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ReplayStep".
 */
export interface ReplayStep {
  cell: string;
  first_line?: string;
  verdict: VerdictOrNull;
  seconds?: number | null;
  error?: string | null;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ReplayMetric".
 */
export interface ReplayMetric {
  name: string;
  verdict: VerdictOrNull;
  recorded?: unknown;
  replayed?: unknown;
  /**
   * The first step that differs.
   */
  step?: number | null;
  /**
   * What makes it another each time; then it decides nothing.
   */
  volatile?: string | null;
}
export interface ReplayChanges {
  inputs?: ReplayInput[];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ReplayInput".
 */
export interface ReplayInput {
  path: string;
  state: string;
  /**
   * Where it can be had from.
   */
  restore?: string[];
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "ChangedMessage".
 */
export interface ChangedMessage {
  type: 'changed';
  runs: string[];
  cursor: number;
}
/**
 * Sent every few seconds: who hears nothing has lost the connection, though nobody closed it.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "AliveMessage".
 */
export interface AliveMessage {
  type: 'alive';
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "CellList".
 */
export interface CellList {
  cells: CellResult[];
  cursor: number;
}
/**
 * A cell of a notebook and the newest run that it has made.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "CellResult".
 */
export interface CellResult {
  cell_id: string;
  run: string;
  name: string;
  state: State;
  started: number | null;
  ended: number | null;
  /**
   * Seconds.
   */
  duration: number | null;
  heard: number | null;
  baseline: boolean;
  /**
   * How many runs it has made.
   */
  runs: number;
  metrics: CellMetric[];
  /**
   * The number in the brackets beside the cell.
   */
  count: number | null;
  /**
   * SHA-256 of the source that was executed.
   */
  source: string | null;
  outputs: CellOutputs | null;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "CellMetric".
 */
export interface CellMetric {
  name: string;
  value: Value;
  before: Value2;
  direction: 'up' | 'down' | null;
}
/**
 * How much a cell has shown, as far as the store keeps it; while it runs, so far.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "CellOutputs".
 */
export interface CellOutputs {
  /**
   * Its place in the run.
   */
  part: number;
  /**
   * Another one when more was shown.
   */
  blob: string;
  lines: number;
  figures: number;
  truncated: boolean;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "VersionsRequest".
 */
export interface VersionsRequest {
  cell_id: string;
  /**
   * The cell as it is now.
   */
  source: string;
  limit?: number;
  /**
   * A run: only those before it.
   */
  before?: string;
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "CellVersions".
 */
export interface CellVersions {
  versions: CellVersion[];
  /**
   * Whether there are older ones.
   */
  more: boolean;
}
/**
 * A run of a cell, with the source that was executed; `diff` leads from there to the cell as it is now.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "CellVersion".
 */
export interface CellVersion {
  run: string;
  name: string;
  state: State;
  started: number | null;
  ended: number | null;
  duration: number | null;
  heard: number | null;
  baseline: boolean;
  metrics: CellMetric[];
  source: string | null;
  /**
   * How many differ, apart from the directive.
   */
  lines: number;
  diff: DiffLine[];
}
