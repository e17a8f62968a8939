import { LiveModel } from '../models/live';
import { Soon } from '../models/soon';
import type { CellVersion } from '../rest';
import type { IRunService } from '../service';
import type { CellService } from './service';

const PAGE = 20;
const EDITED_AFTER = 500;

/** The runs of one cell, newest first, each with its source and what differs from there to the cell as it is now. */
export class VersionsModel extends LiveModel {
  constructor(options: VersionsModel.IOptions) {
    super(options.service, options.path);
    this._cells = options.cells;
    this._source = options.source;
    this.cell = options.cell;
  }

  /** The id of the cell. */
  readonly cell: string;

  /** null until the first answer. */
  get versions(): readonly CellVersion[] | null {
    return this._versions;
  }

  /** Whether there are older ones. */
  get hasMore(): boolean {
    return this._hasMore;
  }

  /** Why there is nothing to see, or why it is not fresh. */
  get error(): string {
    return this._error;
  }

  /** The one that is looked at: it stays chosen when newer ones come. */
  get chosen(): CellVersion | null {
    const all = this._versions ?? [];
    return all.find(({ run }) => run === this._chosen) ?? all[0] ?? null;
  }

  /** Look at a version. */
  choose(run: string): void {
    this._chosen = run;
    this.stateChanged.emit();
  }

  /** The source of the cell in the open notebook; null where it is not there (any more). */
  get now(): string | null {
    return this._source();
  }

  /** The cell may have been edited: compare with it as it is now, soon. */
  edited(): void {
    if (this.isActive) {
      this._edits.ask();
    }
  }

  override dispose(): void {
    this._edits.dispose();
    super.dispose();
  }

  override async refresh(): Promise<void> {
    await this._ask(Math.max(PAGE, this._versions?.length ?? 0));
  }

  /** Ask for older ones, too. */
  async more(): Promise<void> {
    const last = this._versions?.[this._versions.length - 1];
    if (last) {
      await this._ask(PAGE, last.run);
    }
  }

  protected override concerns(): boolean {
    return true; // it may be a new run of this cell
  }

  private async _ask(limit: number, before?: string): Promise<void> {
    try {
      const answer = await this._cells.versions(this.path, {
        cell_id: this.cell,
        source: this.now ?? '',
        limit: Math.min(limit, 100),
        ...(before ? { before } : {})
      });
      const older = before ? (this._versions ?? []) : [];
      this._versions = [...older, ...answer.versions];
      this._hasMore = answer.more;
      this._error = '';
      // what is read stays where it is when something newer comes
      this._chosen ??= this._versions[0]?.run ?? null;
    } catch (error) {
      this._error = (error as Error).message;
    }
    if (!this.isDisposed) {
      this.stateChanged.emit();
    }
  }

  private readonly _cells: CellService;
  private readonly _source: () => string | null;
  private readonly _edits = new Soon(EDITED_AFTER, () => this.refresh());
  private _versions: readonly CellVersion[] | null = null;
  private _hasMore = false;
  private _error = '';
  private _chosen: string | null = null;
}

/** A namespace for `VersionsModel` statics. */
export namespace VersionsModel {
  export interface IOptions {
    service: IRunService;
    cells: CellService;
    path: string;
    cell: string;
    /** The source of the cell now. */
    source: () => string | null;
  }
}
