import { Signal, type ISignal } from '@lumino/signaling';

import { FindingsService } from '../findings/service';
import type { ICurve } from '../models/curves';
import type { Folds } from '../models/folds';
import { LiveModel } from '../models/live';
import { notebookPath, type Verdict } from '../models/rulings';
import type {
  CodeDifference,
  Comparison,
  Learnt,
  Preview,
  RunSummary
} from '../rest';
import type { IRunTracker } from '../tokens';
import { ShownOutputs } from './shown';

const POINTS = 1200;
const MOST_PREVIEWS = 200;
const BRIEF = 'differences only';

/** A run of a comparison with its place among the comparison's values. */
export interface IColumn {
  run: RunSummary;
  place: number;
  isBaseline: boolean;
}

/** Several runs beside each other, kept fresh while they can be seen. */
export class CompareModel extends LiveModel {
  constructor(options: CompareModel.IOptions) {
    super(options.tracker.service, options.path);
    this._tracker = options.tracker;
    this.findings = new FindingsService(options.tracker.requests);
    this.runs = options.runs;
    this.folds = options.folds;
    this._baseline = options.baseline;
    this.shown = new ShownOutputs(this);
    this.shown.stateChanged.connect(() => this.stateChanged.emit());
    this.folds.changed.connect(this._onFolds, this);
    this._tracker.rulings.ruled.connect(this._onRulings, this);
  }

  /** The runs, in the order in which they were chosen. */
  readonly runs: readonly string[];

  /** What stood below their cells. */
  readonly shown: ShownOutputs;

  /** Asks what many runs say together. */
  readonly findings: FindingsService;

  /** The sections that are folded or unfolded by hand. */
  readonly folds: Folds;

  get comparison(): Comparison | null {
    return this._comparison;
  }

  /** The runs from left to right: the baseline, then the others. */
  get columns(): readonly IColumn[] {
    const { runs = [], baseline } = this._comparison ?? {};
    const columns = runs.map((run, place) => ({
      run,
      place,
      isBaseline: run.id === baseline
    }));
    return [
      ...columns.filter(column => column.isBaseline),
      ...columns.filter(column => !column.isBaseline)
    ];
  }

  /** Why there is nothing to see, or why it is not fresh. */
  get error(): string {
    return this._error;
  }

  /** Emitted when the curves are there or have grown. */
  get curvesChanged(): ISignal<this, void> {
    return this._curvesChanged;
  }

  get curves(): readonly ICurve[] {
    return this._curves;
  }

  /** The metrics that have a curve in any of the runs. */
  get metrics(): string[] {
    return (this._comparison?.metrics ?? [])
      .filter(metric => metric.series)
      .map(metric => metric.name);
  }

  /** The metric whose curves are drawn. */
  get metric(): string {
    return this._chosen && this.metrics.includes(this._chosen)
      ? this._chosen
      : (this.metrics[0] ?? '');
  }
  set metric(name: string) {
    this._chosen = name;
    this.stateChanged.emit();
    void this._askCurves();
  }

  /** The run that the others are measured against: the one chosen here, else the one marked in the store, else the first. */
  get baseline(): string {
    return this._baseline ?? this._comparison?.baseline ?? '';
  }
  set baseline(id: string) {
    this._baseline = id;
    this._arranged.emit();
    void this.refresh();
  }

  /** Emitted when a person chose another baseline, to be kept. */
  get arranged(): ISignal<this, void> {
    return this._arranged;
  }

  /** The server path of the baseline's notebook, whose rulings hold here. */
  get notebook(): string {
    const { status } = this._tracker.runs;
    const base = this.columns[0]?.run.notebook;
    return notebookPath(base, status, this.path);
  }

  /** Where a captured name of these runs is from, by the first of them that has it. */
  async why(name: string): Promise<string> {
    const has = ({ run }: IColumn) => name in run.metrics || name in run.params;
    const column = this.columns.find(has) ?? this.columns[0];
    const { text } = await this.service.why(this.path, column.run.id, name);
    return text;
  }

  /** Whether what a person rules here can be written down. */
  get isWritable(): boolean {
    return this._tracker.rights.of(this.path).write;
  }

  /** Whether rows that are the same in all runs are folded away. */
  get isBrief(): boolean {
    return this.folds.isOpen(BRIEF, true);
  }
  set isBrief(brief: boolean) {
    this.folds.set(BRIEF, brief);
  }

  /** What is ruled about names in the baseline's notebook. */
  get learnt(): Learnt {
    return this._tracker.rulings.of(this.notebook);
  }

  /** Another one when what these runs say together may be another. */
  get revision(): string {
    const runs = this.columns.map(({ run }) => [run.id, run.state]);
    return JSON.stringify([runs, this.learnt]);
  }

  /** Rule about a name for good. */
  async rule(name: string, verdict: Verdict): Promise<void> {
    try {
      await this._tracker.rulings.rule(this.notebook, name, verdict);
    } catch (error) {
      this._error = (error as Error).message;
      this.stateChanged.emit();
    }
  }

  /** What of a file that a run made can be looked at; asked once for the same bytes. */
  preview(run: string, place: number, hash: string | null): Promise<Preview> {
    const key = hash ?? `${run} ${place}`;
    let preview = this._previews.get(key);
    if (!preview) {
      preview = this.service.preview(this.path, run, place);
      preview.catch(() => this._previews.delete(key));
      this._previews.set(key, preview);
      if (this._previews.size > MOST_PREVIEWS) {
        const [oldest] = this._previews.keys();
        this._previews.delete(oldest);
      }
    }
    return preview;
  }

  /** What differs in the code from the baseline to another run. */
  difference(
    id: string,
    what: CodeDifference['what']
  ): Promise<CodeDifference> {
    return this.service.difference(this.path, this.baseline, id, what);
  }

  colour(id: string): string {
    return this._tracker.colours.known(id) ?? 'gray';
  }

  override dispose(): void {
    this.shown.dispose();
    super.dispose();
  }

  override async refresh(): Promise<void> {
    try {
      await this._tracker.colours.ready(this.path);
      const comparison = await this._ask();
      this._comparison = comparison;
      this._error = '';
      void this._tracker.rulings.follow(this.notebook);
      this._tracker.colours.assign(comparison.runs.map(run => run.id));
    } catch (error) {
      this._error = (error as Error).message;
    }
    if (!this.isDisposed) {
      this.stateChanged.emit();
      await this._askCurves();
    }
  }

  protected override concerns(runs: readonly string[]): boolean {
    return runs.some(id => this.runs.includes(id));
  }

  private async _ask(): Promise<Comparison> {
    const { service, path, runs } = this;
    const comparison = await service.compare(path, runs, this._baseline);
    const marked = comparison.runs.find(run => run.baseline);
    if (this._baseline || !marked || marked.id === comparison.baseline) {
      return comparison;
    }
    this._baseline = marked.id;
    return service.compare(path, runs, marked.id);
  }

  private async _askCurves(): Promise<void> {
    const { metric, columns } = this;
    if (!metric) {
      return;
    }
    try {
      const { series } = await this.service.series(
        this.path,
        columns.map(({ run }) => run.id),
        metric,
        POINTS
      );
      if (metric !== this.metric || this.isDisposed) {
        return;
      }
      this._curves = columns
        .filter(({ run }) => series[run.id]?.value.length)
        .map(({ run }) => ({
          id: run.id,
          label: run.name,
          colour: this.colour(run.id),
          series: series[run.id]
        }));
      this._curvesChanged.emit();
    } catch {
      // asked again with the next change
    }
  }

  private _onRulings(): void {
    if (this.isActive) {
      void this.refresh();
    }
  }

  private _onFolds(): void {
    this.stateChanged.emit();
  }

  private readonly _tracker: IRunTracker;
  private _baseline: string | undefined;
  private _comparison: Comparison | null = null;
  private _error = '';
  private readonly _previews = new Map<string, Promise<Preview>>();
  private _curves: readonly ICurve[] = [];
  private _chosen = '';
  private readonly _arranged = new Signal<this, void>(this);
  private readonly _curvesChanged = new Signal<this, void>(this);
}

/** A namespace for `CompareModel` statics. */
export namespace CompareModel {
  export interface IOptions {
    tracker: IRunTracker;
    path: string;
    runs: readonly string[];
    folds: Folds;
    baseline?: string;
  }
}
