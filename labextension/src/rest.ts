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
};
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "State".
 */
export type State = 'running' | 'finished' | 'failed' | 'interrupted' | 'crashed' | 'lost contact';
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
 * A captured value: a JSON scalar, a list of scalars, or an object for what JSON cannot hold.
 */
export type Value1 = Scalar | Value[] | OddFloat | BigInt | Repr;
/**
 * What the WebSocket sends.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Message".
 */
export type Message = ChangedMessage | StatusMessage;
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
 * Every body that passes between the panel and the server extension. Non-finite numbers are null on the wire; times are unix seconds.
 */
export interface Rest {
  problem?: Problem;
  status?: Status;
  runList?: RunList;
  run?: RunRecord;
  runEdit?: RunEdit;
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
  view?: View;
  message?: Message;
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
  writable: boolean;
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
  archived: boolean;
  parent: string | null;
  params: Values;
  metrics: Values;
  series: string[];
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
  archived: boolean;
  deleted: boolean;
  made_by: string | null;
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
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "Param".
 */
export interface Param {
  name: string;
  value: Value;
  kind?: string | null;
  default?: boolean;
  conf?: number | string | null;
  exec?: string | null;
  cell_id?: string | null;
  line?: number | null;
  fn?: string | null;
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
  exec?: string | null;
  line?: number | null;
  fn?: string | null;
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
  archived?: boolean;
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
  code: CodeComparison[];
  inputs: InputComparison[];
  packages: PackageComparison;
  environment: Difference[];
  outputs: OutputCount[];
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
}
/**
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "OutputCount".
 */
export interface OutputCount {
  run: string;
  parts: number;
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
 * What people arranged on screen, by key; null: nothing yet.
 *
 * This interface was referenced by `Rest`'s JSON-Schema
 * via the `definition` "View".
 */
export interface View {
  value: unknown;
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
