import { VDomModel } from '@jupyterlab/ui-components';
import { Signal, type ISignal } from '@lumino/signaling';

import { ChangeSocket } from '../changes';
import type { ICurve } from '../models/curves';
import type { Message, Outputs, RunRecord } from '../rest';
import type { IRunTracker } from '../tokens';

const SETTLE = 400;

/** One run with all there is about it, kept fresh while it can be seen. */
export class RunPageModel extends VDomModel {
  constructor(
    readonly tracker: IRunTracker,
    readonly path: string,
    readonly id: string
  ) {
    super();
    void this.refresh();
  }

  get record(): RunRecord | null {
    return this._record;
  }

  get error(): string {
    return this._error;
  }

  get curves(): readonly ICurve[] {
    return this._curves;
  }

  get curvesChanged(): ISignal<this, void> {
    return this._curvesChanged;
  }

  /** The outputs of each part that has any, by the part's place. */
  get outputs(): ReadonlyMap<number, Outputs> {
    return this._outputs;
  }

  get outputsChanged(): ISignal<this, void> {
    return this._outputsChanged;
  }

  get metrics(): string[] {
    return (this._record?.metrics ?? [])
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
      const socket = new ChangeSocket(this.tracker.service, this.path);
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
    const { service, colours } = this.tracker;
    try {
      this._record = await service.run(this.path, this.id);
      this._error = '';
      colours.assign([this.id]);
    } catch (error) {
      this._error = (error as Error).message;
    }
    if (!this.isDisposed) {
      this.stateChanged.emit();
      await Promise.all([this._askCurves(), this._askOutputs()]);
    }
  }

  private async _askCurves(): Promise<void> {
    const { metric } = this;
    if (!metric) {
      return;
    }
    try {
      const { series } = await this.tracker.service.series(
        this.path,
        [this.id],
        metric,
        1200
      );
      if (metric === this.metric && !this.isDisposed && series[this.id]) {
        this._curves = [
          {
            id: this.id,
            label: this._record?.name ?? this.id,
            colour: this.tracker.colours.known(this.id) ?? 'gray',
            series: series[this.id]
          }
        ];
        this._curvesChanged.emit();
      }
    } catch {
      // asked again with the next change
    }
  }

  private async _askOutputs(): Promise<void> {
    const parts = this._record?.parts ?? [];
    const wanted = parts
      .map((part, place) => ({ place, key: JSON.stringify(part.outputs) }))
      .filter(
        ({ place, key }) => key !== 'null' && key !== this._asked.get(place)
      );
    if (!wanted.length) {
      return;
    }
    for (const { place, key } of wanted) {
      try {
        const outputs = await this.tracker.service.outputs(
          this.path,
          this.id,
          place
        );
        this._outputs.set(place, outputs);
        this._asked.set(place, key);
      } catch {
        // outputs that are not in the store (any more) are not shown
      }
    }
    if (!this.isDisposed) {
      this._outputsChanged.emit();
    }
  }

  private _onMessage(_: ChangeSocket, message: Message): void {
    if (
      message.type === 'changed' &&
      message.runs.includes(this.id) &&
      !this._timer
    ) {
      this._timer = window.setTimeout(() => {
        this._timer = 0;
        void this.refresh();
      }, SETTLE);
    }
  }

  private _record: RunRecord | null = null;
  private _error = '';
  private _chosen = '';
  private _curves: readonly ICurve[] = [];
  private readonly _outputs = new Map<number, Outputs>();
  private readonly _asked = new Map<number, string>();
  private _socket: ChangeSocket | null = null;
  private _timer = 0;
  private readonly _curvesChanged = new Signal<this, void>(this);
  private readonly _outputsChanged = new Signal<this, void>(this);
}
