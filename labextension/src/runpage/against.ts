import type { Comparison, RunRecord } from '../rest';
import type { IRunService } from '../service';

/** Another run, as it is named. */
export interface IOther {
  id: string;
  name: string;
}

/** What a run is measured against: the run before it of the same cell, and the one marked as baseline in its notebook. */
export class Against {
  constructor(
    private readonly _page: {
      readonly service: IRunService;
      readonly path: string;
      readonly id: string;
    },
    private readonly _changed: () => void
  ) {}

  /** Against the run before it; null where there is none. */
  get comparison(): Comparison | null {
    return this._comparison;
  }

  /** The run that is marked as baseline, if that is another one. */
  get baseline(): IOther | null {
    return this._baseline;
  }

  /** Find both out; what cannot be told now is asked again with the next change. */
  async ask(record: RunRecord | null): Promise<void> {
    if (record) {
      await Promise.allSettled([
        this._askBefore(record),
        this._askBaseline(record)
      ]);
    }
  }

  private async _askBefore({
    cell_id: cell,
    started
  }: RunRecord): Promise<void> {
    if (!cell || !started) {
      return;
    }
    const { service, path, id } = this._page;
    this._before ??= await this._newest(
      `cell == ${JSON.stringify(cell)} and started < ${started}`
    );
    if (this._before) {
      const { id: before } = this._before;
      this._comparison = await service.compare(path, [before, id], before);
      this._changed();
    }
  }

  private async _askBaseline({ notebook }: RunRecord): Promise<void> {
    if (!notebook) {
      return;
    }
    const found = await this._newest(
      `baseline and notebook == ${JSON.stringify(notebook)}`
    );
    const other = found?.id === this._page.id ? null : found;
    if (other?.id !== this._baseline?.id) {
      this._baseline = other;
      this._changed();
    }
  }

  private async _newest(filter: string): Promise<IOther | null> {
    const { service, path } = this._page;
    const { runs } = await service.runs(path, {
      scope: 'store',
      filter,
      sort: 'started',
      order: 'desc',
      limit: 1
    });
    return runs.length ? { id: runs[0].id, name: runs[0].name } : null;
  }

  private _before: IOther | null = null;
  private _baseline: IOther | null = null;
  private _comparison: Comparison | null = null;
}
