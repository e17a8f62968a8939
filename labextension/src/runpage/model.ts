import { Signal, type ISignal } from '@lumino/signaling';

import type { ICurve } from '../models/curves';
import { LiveModel } from '../models/live';
import type { IRights } from '../models/rights';
import { notebookPath } from '../models/rulings';
import type {
  CodeDifference,
  Comparison,
  Exec,
  Learnt,
  Outputs,
  Packages,
  Preview,
  RunEdit,
  RunList,
  RunLog,
  RunRecord,
  SaveAnswer,
  SaveRequest,
  Slice,
  TableContent
} from '../rest';
import type { IRunTracker } from '../tokens';
import { Against, type IOther } from './against';

const POINTS = 1200;
const MOST_CHARTS = 24;
const MOST_CONFIGURATIONS = 500;
const LATER_CELLS = 100;

/** One run with all there is about it, kept fresh while it can be seen. */
export class RunPageModel extends LiveModel {
  constructor(options: RunPageModel.IOptions) {
    super(options.tracker.service, options.path);
    this._tracker = options.tracker;
    this.id = options.id;
    this._onFault = options.onFault;
    const { rights, rulings } = options.tracker;
    rights.changed.connect(() => this.stateChanged.emit(), this);
    this._against = new Against(this, () => {
      if (!this.isDisposed) {
        this.stateChanged.emit();
      }
    });
    rulings.ruled.connect(this._onRuled, this);
    rulings.changed.connect(() => this.stateChanged.emit(), this);
  }

  readonly id: string;

  get record(): RunRecord | null {
    return this._record;
  }

  /** Against the run before it of the same cell; null where there is none. */
  get comparison(): Comparison | null {
    return this._against.comparison;
  }

  /** The run that is marked as baseline in its notebook, if that is another one. */
  get baseline(): IOther | null {
    return this._against.baseline;
  }

  /** Why there is nothing to see, or why it is not fresh. */
  get error(): string {
    return this._error;
  }

  get colour(): string {
    return this._tracker.colours.known(this.id) ?? 'gray';
  }

  /** Whether what a person changes here can be written down. */
  get isWritable(): boolean {
    return this.rights.write;
  }

  /** The metrics that have a curve. */
  get metrics(): string[] {
    return (this._record?.metrics ?? [])
      .filter(metric => metric.series)
      .map(metric => metric.name);
  }

  /** What the person may do with the store. */
  get rights(): IRights {
    return this._tracker.rights.of(this.path);
  }

  /** The server path of its notebook. */
  get notebook(): string {
    const { status } = this._tracker.runs;
    return notebookPath(this._record?.notebook, status, this.path);
  }

  /** What was ruled about names in its notebook. */
  get learnt(): Learnt {
    return this._tracker.rulings.of(this.notebook);
  }

  /** The configurations that its searches tried, in the order of their trying; null until they are there. */
  get configurations(): RunList | null {
    return this._configurations;
  }

  /** The cells that computed what is offered, as far as they are known, by their exec. */
  get laterCells(): ReadonlyMap<string, Exec> {
    return this._laterCells;
  }

  /** The curves that are there, by metric or resource; asked for while somebody looks at them. */
  get curves(): ReadonlyMap<string, ICurve> {
    return this._curves;
  }

  get curvesChanged(): ISignal<this, void> {
    return this._curvesChanged;
  }

  /** Whether somebody looks at the curves. */
  get wantsCurves(): boolean {
    return this._wantsCurves;
  }
  set wantsCurves(wanted: boolean) {
    if (wanted !== this._wantsCurves) {
      this._wantsCurves = wanted;
      void this._askCurves();
    }
  }

  /** The outputs of each part that has any, by the part's place. */
  get outputs(): ReadonlyMap<number, Outputs> {
    return this._outputs;
  }

  get outputsChanged(): ISignal<this, void> {
    return this._outputsChanged;
  }

  /** Where the bytes of a file that the run made are. */
  artifactUrl(place: number): string {
    return this.service.artifactUrl(this.path, this.id, place);
  }

  /** The rows of one of its tables. */
  table(place: number): Promise<TableContent> {
    return this.service.table(this.path, this.id, place);
  }

  /** What of a file that the run made can be looked at. */
  preview(place: number): Promise<Preview> {
    return this.service.preview(this.path, this.id, place);
  }

  /** What happened to the run. */
  log(): Promise<RunLog> {
    return this.service.log(this.path, this.id);
  }

  /** The executed cells that the run depends on. */
  slice(): Promise<Slice> {
    return this.service.slice(this.path, this.id);
  }

  /** The packages that it imports, those they need, and the others. */
  packages(): Promise<Packages> {
    return this.service.packages(this.path, this.id);
  }

  /** What differs in the code from another run to this one. */
  differenceFrom(
    other: string,
    what: CodeDifference['what']
  ): Promise<CodeDifference> {
    return this.service.difference(this.path, other, this.id, what);
  }

  /** Write something of the run into a new file. */
  save(request: SaveRequest): Promise<SaveAnswer> {
    return this.service.save(this.path, this.id, request);
  }

  /** Write down what a person changed of the run. */
  async edit(edit: RunEdit): Promise<void> {
    try {
      await this.service.edit(this.path, this.id, edit);
    } catch (error) {
      this._onFault(error);
    }
    await this.refresh();
  }

  /** Make metrics of what was seen afterwards. */
  async keep(names: readonly string[]): Promise<void> {
    try {
      await this.service.keep(this.path, this.id, names);
    } catch (error) {
      this._onFault(error);
    }
    await this.refresh();
  }

  /** Take back what was ruled about a name. */
  async unlearn(name: string): Promise<void> {
    try {
      await this._tracker.rulings.rule(this.notebook, name, 'unlearn');
    } catch (error) {
      this._onFault(error);
    }
  }

  override async refresh(): Promise<void> {
    try {
      void this._tracker.rights.follow(this.path);
      await this._tracker.colours.ready(this.path);
      this._record = await this.service.run(this.path, this.id);
      this._error = '';
      void this._tracker.rulings.follow(this.notebook);
      this._tracker.colours.assign([...this._tracker.runs.shown, this.id]);
    } catch (error) {
      this._error = (error as Error).message;
    }
    if (!this.isDisposed) {
      this.stateChanged.emit();
      await Promise.all([
        this._askCurves(),
        this._askOutputs(),
        this._askConfigurations(),
        this._askLaterCells(),
        this._askGrade(),
        this._against.ask(this._record)
      ]);
    }
  }

  protected override concerns(runs: readonly string[]): boolean {
    return runs.includes(this.id);
  }

  private async _askCurves(): Promise<void> {
    if (!this._wantsCurves) {
      return;
    }
    const resources = (this._record?.system ?? []).map(({ name }) => name);
    const metrics = this.metrics.slice(0, MOST_CHARTS);
    for (const metric of [...metrics, ...resources]) {
      try {
        const { id, path } = this;
        const answer = await this.service.series(path, [id], metric, POINTS);
        if (this.isDisposed) {
          return;
        }
        this._curves.set(metric, {
          id,
          label: this._record?.name ?? id,
          colour: this.colour,
          series: answer.series[id]
        });
      } catch {
        // asked again with the next change
      }
    }
    this._curvesChanged.emit();
  }

  private _onRuled(): void {
    if (this.isActive) {
      void this.refresh();
    }
  }

  private async _askConfigurations(): Promise<void> {
    if (!this._record?.search) {
      return;
    }
    try {
      this._configurations = await this.service.runs(this.path, {
        parent: this.id,
        sort: 'started',
        order: 'asc',
        limit: MOST_CONFIGURATIONS
      });
      if (!this.isDisposed) {
        this.stateChanged.emit();
      }
    } catch {
      // asked again with the next change
    }
  }

  /** A grade is of the moment when the run ended: have it worked out again where files may have changed since. */
  private async _askGrade(): Promise<void> {
    const { state, parts = [], replay } = this._record ?? {};
    const key = `${parts.length} ${replay?.when ?? ''}`;
    if (!parts.length || state === 'running' || key === this._gradeOf) {
      return;
    }
    this._gradeOf = key;
    try {
      await this.slice(); // where its grade is another, the server notes that, and this page hears of it
    } catch {
      // the grade that is known stays
    }
  }

  /** The cells that computed offers are no parts of the run: the journal knows them. */
  private async _askLaterCells(): Promise<void> {
    const unknown = (this._record?.offers ?? []).filter(
      ({ exec }) => exec && !this._laterCells.has(exec)
    );
    if (!unknown.length) {
      return;
    }
    try {
      const limit = LATER_CELLS;
      const { execs } = await this.service.execs(this.path, { limit });
      execs.forEach(exec => this._laterCells.set(exec.exec, exec));
      if (!this.isDisposed) {
        this.stateChanged.emit();
      }
    } catch {
      // an offer stands without its cell
    }
  }

  private async _askOutputs(): Promise<void> {
    const parts = this._record?.parts ?? [];
    const wanted = parts
      .map((part, place) => ({ place, key: JSON.stringify(part.outputs) }))
      .filter(
        ({ place, key }) => key !== 'null' && key !== this._asked.get(place)
      );
    for (const { place, key } of wanted) {
      try {
        const { path, id } = this;
        this._outputs.set(place, await this.service.outputs(path, id, place));
        this._asked.set(place, key);
      } catch {
        // outputs that are not in the store (any more) are not shown
      }
    }
    if (!this.isDisposed) {
      this._outputsChanged.emit();
    }
  }

  private readonly _tracker: IRunTracker;
  private readonly _against: Against;
  private readonly _onFault: (error: unknown) => void;
  private _record: RunRecord | null = null;
  private _error = '';
  private _gradeOf = '';
  private _wantsCurves = false;
  private _configurations: RunList | null = null;
  private readonly _laterCells = new Map<string, Exec>();
  private readonly _curves = new Map<string, ICurve>();
  private readonly _outputs = new Map<number, Outputs>();
  private readonly _asked = new Map<number, string>();
  private readonly _curvesChanged = new Signal<this, void>(this);
  private readonly _outputsChanged = new Signal<this, void>(this);
}

/** A namespace for `RunPageModel` statics. */
export namespace RunPageModel {
  export interface IOptions {
    tracker: IRunTracker;
    path: string;
    id: string;
    onFault: (error: unknown) => void;
  }
}
