import { VDomModel } from '@jupyterlab/ui-components';
import { Signal, type ISignal } from '@lumino/signaling';

import { ChangeSocket } from '../changes';
import type { ICurve } from '../models/curves';
import type { Comparison, Message } from '../rest';
import type { IRunTracker } from '../tokens';

const SETTLE = 400;

/** Several runs beside each other, kept fresh while they can be seen. */
export class CompareModel extends VDomModel {
  constructor(options: CompareModel.IOptions) {
    super();
    this._tracker = options.tracker;
    this.path = options.path;
    this.runs = options.runs;
    this._baseline = options.baseline;
    void this.refresh();
  }

  /** The notebook whose store is meant. */
  readonly path: string;

  /** The runs, as they stand from left to right. */
  readonly runs: readonly string[];

  get comparison(): Comparison | null {
    return this._comparison;
  }

  /** Why there is nothing to see. */
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

  get baseline(): string {
    return this._comparison?.baseline ?? this._baseline ?? '';
  }
  set baseline(id: string) {
    this._baseline = id;
    void this.refresh();
  }

  /** The sections that are folded or unfolded by hand. */
  readonly folds = new Map<string, boolean>();

  fold(section: string, open: boolean): void {
    this.folds.set(section, open);
    this.stateChanged.emit();
  }

  colour(id: string): string {
    return this._tracker.colours.known(id) ?? 'gray';
  }

  get isActive(): boolean {
    return this._socket !== null;
  }
  set isActive(active: boolean) {
    if (active === this.isActive) {
      return;
    }
    this._socket?.dispose();
    this._socket = null;
    if (active) {
      const socket = new ChangeSocket(this._tracker.service, this.path);
      socket.received.connect(this._onMessage, this);
      this._socket = socket;
      void this.refresh();
    }
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._socket?.dispose();
    window.clearTimeout(this._timer);
    Signal.clearData(this);
    super.dispose();
  }

  /** Ask for everything again. */
  async refresh(): Promise<void> {
    const { service, colours } = this._tracker;
    try {
      const comparison = await service.compare(
        this.path,
        this.runs,
        this._baseline
      );
      this._comparison = comparison;
      this._error = '';
      colours.assign(comparison.runs.map(run => run.id));
    } catch (error) {
      this._error = (error as Error).message;
    }
    if (!this.isDisposed) {
      this.stateChanged.emit();
      await this._askCurves();
    }
  }

  private async _askCurves(): Promise<void> {
    const { metric, _comparison: comparison } = this;
    if (!metric || !comparison) {
      return;
    }
    const ids = comparison.runs.map(run => run.id);
    try {
      const { series } = await this._tracker.service.series(
        this.path,
        ids,
        metric,
        1200
      );
      if (metric !== this.metric || this.isDisposed) {
        return;
      }
      this._curves = comparison.runs
        .filter(run => series[run.id]?.value.length)
        .map(run => ({
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

  private _onMessage(_: ChangeSocket, message: Message): void {
    const mine = this._comparison?.runs.map(run => run.id) ?? [];
    if (
      message.type === 'changed' &&
      message.runs.some(id => mine.includes(id)) &&
      !this._timer
    ) {
      this._timer = window.setTimeout(() => {
        this._timer = 0;
        void this.refresh();
      }, SETTLE);
    }
  }

  private readonly _tracker: IRunTracker;
  private _baseline: string | undefined;
  private _comparison: Comparison | null = null;
  private _error = '';
  private _curves: readonly ICurve[] = [];
  private _chosen = '';
  private _socket: ChangeSocket | null = null;
  private _timer = 0;
  private readonly _curvesChanged = new Signal<this, void>(this);
}

/** A namespace for `CompareModel` statics. */
export namespace CompareModel {
  export interface IOptions {
    tracker: IRunTracker;
    path: string;
    runs: readonly string[];
    baseline?: string;
  }
}
