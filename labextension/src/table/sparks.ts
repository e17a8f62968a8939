import { Signal, type ISignal } from '@lumino/signaling';

import { Disposable } from '../disposable';
import type { IRunService } from '../service';

const POINTS = 40;
const AFTER = 80;
const AT_ONCE = 100;
const MOST_KEPT = 4000;

/** The small curves that stand in cells; asked for when their rows have come to rest in sight. */
export class Sparks extends Disposable {
  constructor(
    private readonly _service: IRunService,
    private readonly _path: string
  ) {
    super();
  }

  /** Emitted when more are there. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The curve of a run, if it is there and has points. */
  of(id: string, metric: string): readonly (number | null)[] | null {
    return this._known.get(metric)?.get(id) ?? null;
  }

  /** These rows are in sight: see that their curves come. */
  want(ids: readonly string[], metrics: readonly string[]): void {
    window.clearTimeout(this._timer);
    const missing = metrics
      .map(metric => ({
        metric,
        runs: ids.filter(id => !this._known.get(metric)?.has(id))
      }))
      .filter(({ runs }) => runs.length);
    if (missing.length) {
      this._timer = window.setTimeout(() => {
        for (const { metric, runs } of missing) {
          void this._ask(metric, runs.slice(0, AT_ONCE));
        }
      }, AFTER);
    }
  }

  /** Ask for all again when they are next in sight: some may have more points. */
  forget(): void {
    this._known.clear();
  }

  protected override release(): void {
    window.clearTimeout(this._timer);
  }

  private async _ask(metric: string, runs: readonly string[]): Promise<void> {
    try {
      const { _service: service, _path: path } = this;
      const { series } = await service.series(path, runs, metric, POINTS);
      const known = this._known.get(metric) ?? new Map();
      if (known.size > MOST_KEPT) {
        known.clear();
      }
      for (const run of runs) {
        known.set(run, series[run]?.value ?? []);
      }
      this._known.set(metric, known);
      this._changed.emit();
    } catch {
      // a curve beside a number is no reason to say anything: the table says when the server is gone
    }
  }

  private _timer = 0;
  private readonly _known = new Map<
    string,
    Map<string, readonly (number | null)[]>
  >();
  private readonly _changed = new Signal<this, void>(this);
}
