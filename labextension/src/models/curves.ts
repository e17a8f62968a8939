import { VDomModel } from '@jupyterlab/ui-components';

import type { RunSeries } from '../rest';
import type { RunsModel } from './runs';

/** One run's curve, ready to be drawn. */
export interface ICurve {
  id: string;
  label: string;
  colour: string;
  series: RunSeries;
  /** Whether all points at one x are drawn, in their order: a curve that is no function of x. */
  keepsAll?: boolean;
}

/** The curves of the shown runs for one metric. */
export class CurvesModel extends VDomModel {
  constructor(runs: RunsModel) {
    super();
    this._runs = runs;
    runs.stateChanged.connect(this._onRuns, this);
    runs.runsChanged.connect(this._onPoints, this);
  }

  /** The metric drawn: the one chosen, else the first. */
  get metric(): string {
    return this._chosen && this.metrics.includes(this._chosen)
      ? this._chosen
      : (this.metrics[0] ?? '');
  }
  set metric(metric: string) {
    this._chosen = metric;
    void this._ask();
  }

  /** The metrics that the shown runs have curves of: those worth showing at first, then the commonest. */
  get metrics(): string[] {
    const counts = new Map<string, number>();
    for (const id of this._runs.shown) {
      for (const name of this._runs.list.find(id)?.series ?? []) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
    const first = this._runs.columns.metrics.filter(name => counts.has(name));
    const rest = [...counts.keys()]
      .filter(name => !first.includes(name))
      .sort(
        (a, b) =>
          (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || a.localeCompare(b)
      );
    return [...first, ...rest];
  }

  get curves(): readonly ICurve[] {
    return this._curves;
  }

  /** How much the curves are smoothed: 0 (not at all) to 0.99, the weight of an exponential mean. */
  get smoothing(): number {
    return this._smoothing;
  }
  set smoothing(weight: number) {
    this._smoothing = Math.min(0.99, Math.max(0, weight));
    this.stateChanged.emit();
  }

  /** Whether the panel with the chart can be seen. */
  get isActive(): boolean {
    return this._isActive;
  }
  set isActive(active: boolean) {
    this._isActive = active;
    if (active) {
      void this._ask();
    }
  }

  private _onRuns(): void {
    const wanted = `${this.metric}|${this._runs.shown.join(',')}`;
    if (wanted !== this._asked) {
      void this._ask();
    }
  }

  private _onPoints(_: RunsModel, changed: readonly string[]): void {
    if (changed.some(id => this._runs.shown.includes(id))) {
      void this._ask();
    }
  }

  /** Ask for the curves; while an answer is still to come, once more after it. */
  private async _ask(): Promise<void> {
    const { metric } = this;
    const shown = [...this._runs.shown];
    this._asked = `${metric}|${shown.join(',')}`;
    if (!this._isActive) {
      return;
    }
    if (!metric || !shown.length) {
      this._curves = [];
      this.stateChanged.emit();
      return;
    }
    if (this._isAsking) {
      this._isStale = true;
      return;
    }
    this._isAsking = true;
    this._isStale = false;
    const asked = this._asked;
    try {
      const { path, service } = this._runs;
      const { series } = await service.series(path, shown, metric);
      if (asked === this._asked && !this.isDisposed) {
        this._take(shown, series);
      }
    } catch {
      this._asked = ''; // asked again with the next change; the list says what is wrong
    }
    this._isAsking = false;
    if (this._isStale && !this.isDisposed) {
      void this._ask();
    }
  }

  private _take(shown: string[], series: Record<string, RunSeries>): void {
    this._curves = shown
      .filter(id => series[id]?.value.length)
      .map(id => ({
        id,
        label: this._runs.list.find(id)?.name ?? id,
        colour: this._runs.colours.known(id) ?? 'gray',
        series: series[id]
      }));
    this.stateChanged.emit();
  }

  private readonly _runs: RunsModel;
  private _chosen = '';
  private _smoothing = 0;
  private _curves: readonly ICurve[] = [];
  private _asked = '';
  private _isActive = false;
  private _isAsking = false;
  private _isStale = false;
}
