import { columnOf } from '../table/columns';
import { LiveModel } from '../models/live';
import type { Names, Pivot } from '../rest';
import type { IRunTracker } from '../tokens';
import { PivotService } from './service';

/** What stands down, across, and in the cells. */
export interface IPivotChoice {
  down: string;
  across: string;
  metric: string;
}

/** A pivot of the runs that the panel lists, kept fresh while it can be seen. */
export class PivotModel extends LiveModel {
  constructor(options: PivotModel.IOptions) {
    super(options.tracker.service, options.path);
    this._tracker = options.tracker;
    this._pivots = new PivotService(options.tracker.requests);
    this._choice = { down: '', across: '', metric: '', ...options.chosen };
    this._tracker.runs.arranged.connect(this._onRuns, this);
  }

  get choice(): IPivotChoice {
    return this._choice;
  }

  get names(): Names | null {
    return this._names;
  }

  get pivot(): Pivot | null {
    return this._pivot;
  }

  get error(): string {
    return this._error;
  }

  /** The filter of the runs that count. */
  get filter(): string {
    return this._runs.filter;
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._tracker.runs.arranged.disconnect(this._onRuns, this);
      super.dispose();
    }
  }

  choose(choice: Partial<IPivotChoice>): void {
    this._choice = { ...this._choice, ...choice };
    this.stateChanged.emit();
    void this.refresh();
  }

  async refresh(): Promise<void> {
    try {
      this._names = await this.service.names(this.path);
      await this._chooseFirst();
      const { down, across, metric } = this._choice;
      if (down && across && metric) {
        const asked = this._choice;
        const answer = await this._pivots.pivot(this.path, {
          ...this._runs,
          ...asked
        });
        if (asked === this._choice) {
          this._pivot = answer;
        }
      }
      this._error = '';
    } catch (error) {
      this._error = (error as Error).message;
    }
    if (!this.isDisposed) {
      this.stateChanged.emit();
    }
  }

  protected concerns(): boolean {
    return true;
  }

  /** What differs most likely makes a table; a person chooses otherwise. */
  private async _chooseFirst(): Promise<void> {
    const { params, metrics } = this._tracker.runs.columns;
    const names = this._names;
    const [down = '', across = down] = [
      ...new Set([...params, ...(names?.params ?? [])])
    ].map(name => columnOf('params', name));
    const metric = metrics[0] ?? names?.metrics[0] ?? '';
    const first = { down, across, metric };
    for (const key of ['down', 'across', 'metric'] as const) {
      if (!this._choice[key] && first[key]) {
        this._choice = { ...this._choice, [key]: first[key] };
      }
    }
  }

  private get _runs(): { filter: string; scope: string } {
    const { filter, scope } = this._tracker.runs.choice;
    const isNotebook = this.path.endsWith('.ipynb');
    return {
      filter,
      scope: scope === 'notebook' && !isNotebook ? 'store' : scope
    };
  }

  private _onRuns(): void {
    if (this.isActive && this._tracker.runs.path === this.path) {
      void this.refresh();
    }
  }

  private readonly _tracker: IRunTracker;
  private readonly _pivots: PivotService;
  private _choice: IPivotChoice;
  private _names: Names | null = null;
  private _pivot: Pivot | null = null;
  private _error = '';
}

/** A namespace for `PivotModel` statics. */
export namespace PivotModel {
  export interface IOptions {
    tracker: IRunTracker;
    path: string;
    /** What was chosen before a reload. */
    chosen: Partial<IPivotChoice>;
  }
}
