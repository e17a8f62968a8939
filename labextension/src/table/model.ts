import { Signal, type ISignal } from '@lumino/signaling';

import type { IChartBrushes } from '../models/brushed';
import type { Colours } from '../models/colours';
import { LiveModel } from '../models/live';
import type { RunsModel } from '../models/runs';
import type { Selection } from '../models/selection';
import type { Brush, FirstColumns, Names, Status } from '../rest';
import { TrackerError } from '../requests';
import type { IRunTracker } from '../tokens';
import { ABOUT, columnOf, hasBars } from './columns';
import { Heads } from './heads';
import type { FilterHistory } from './history';
import { inOrder, type IColumnAbout, type ITableLayout } from './layout';
import { Rows } from './rows';
import { TableService, type ITableQuestion } from './service';
import { Sparks } from './sparks';
import { SavedViews } from './views';

/** What of an arrangement other rows depend on. */
const OTHER_ROWS: readonly (keyof ITableLayout)[] = [
  'scope',
  'filter',
  'sort',
  'groups',
  'isFolded'
];

/** A table of runs: how it is arranged, and what is in it. Selection, colours and shown runs are those of the panel. */
export class TableModel extends LiveModel {
  constructor(options: TableModel.IOptions) {
    const { tracker, path } = options;
    super(tracker.service, path);
    this._runs = tracker.runs;
    this._colours = tracker.colours;
    this._layout = options.layout;
    this.history = options.history;
    this.onFault = options.onFault;
    this.table = new TableService(tracker.requests);
    this.rows = new Rows(this.table, path, error => this._fail(error));
    this.sparks = new Sparks(tracker.service, path);
    this.views = new SavedViews(this.table, path);
    this.heads = new Heads(async columns => {
      const { typed, scope, brushes } = this._layout;
      const which = { filter: typed, scope, sort: [] };
      const how = { columns, brushes };
      return (await this.table.headers(path, which, how)).headers;
    });
    for (const { changed } of [this.heads, this.views]) {
      changed.connect(() => this.stateChanged.emit());
    }
    this.rows.changed.connect(this._onRows, this);
    this.sparks.changed.connect(this._onRows, this);
    this.selection.changed.connect(this._onMarks, this);
    this._runs.stateChanged.connect(this._onMarks, this);
    this._colours.changed.connect(this._onMarks, this);
    tracker.brushes.changed.connect(this._onChart, this);
    void this._colours.ready(path);
  }

  readonly table: TableService;
  readonly rows: Rows;
  readonly heads: Heads;
  readonly sparks: Sparks;
  readonly views: SavedViews;
  readonly history: FilterHistory;
  readonly onFault: (error: unknown) => void;

  /** Whether what is there must stand still: somebody points at it, or has scrolled. */
  get isHeld(): boolean {
    return this._isHeld;
  }
  set isHeld(held: boolean) {
    this._isHeld = held;
    if (!held && this._isBehind) {
      void this.refresh();
    }
  }

  /** Emitted when the rows, or what is marked among them, must be drawn anew. */
  get rowsChanged(): ISignal<this, void> {
    return this._rowsChanged;
  }

  /** Emitted when other rows are there, of which the first ones are to be seen. */
  get restarted(): ISignal<this, void> {
    return this._restarted;
  }

  /** Emitted when it was arranged otherwise. */
  get arranged(): ISignal<this, void> {
    return this._arranged;
  }

  get layout(): ITableLayout {
    return this._layout;
  }

  /** The columns in their order, that of the name apart. */
  get columns(): readonly string[] {
    const { columns, about } = this._layout;
    const first = ['state', ...(this._first?.columns ?? [])];
    return inOrder(columns ?? first, about);
  }

  /** What is arranged of a column. */
  about(column: string): IColumnAbout {
    return this._layout.about[column] ?? {};
  }

  /** All columns there are to choose from. */
  get choices(): readonly string[] {
    const { names } = this;
    return [
      ...(names?.metrics ?? []).map(name => columnOf('metrics', name)),
      ...(names?.params ?? []).map(name => columnOf('params', name)),
      ...(names?.tags ?? []).map(name => columnOf('tags', name)),
      ...ABOUT
    ];
  }

  /** Which params differ, the most telling first. */
  get differing(): readonly string[] {
    return this._first?.differing ?? [];
  }

  get selection(): Selection {
    return this._runs.selection;
  }

  /** The runs whose curves are shown. */
  get shown(): readonly string[] {
    return this._runs.shown;
  }

  toggleShown(id: string): void {
    this._runs.toggleShown(id);
  }

  colour(id: string): string | null {
    return this._colours.known(id);
  }

  get status(): Status | null {
    return this._status;
  }

  /** Whether anything can be written into the store. */
  get isWritable(): boolean {
    return this._status?.writable ?? false;
  }

  get names(): Names | null {
    return this._names;
  }

  get error(): TrackerError | null {
    return this._error;
  }

  /** How many runs have come that are not shown while somebody reads. */
  get waiting(): number {
    return this._waiting;
  }

  /** What the filter box shows. */
  get choice(): { filter: string } {
    return this._layout;
  }

  /** Take what was typed into the filter box. */
  choose({ filter }: { filter: string }): void {
    this.arrange({ filter, typed: filter, brushes: [] });
  }

  /** Arrange it otherwise, and ask for what that needs. */
  arrange(change: Partial<ITableLayout>): void {
    const before = this._layout;
    const columns = this.columns;
    this._layout = { ...before, ...change };
    if (before.scope !== this._layout.scope) {
      this._first = null;
    }
    const other = OTHER_ROWS.filter(
      field => before[field] !== this._layout[field]
    );
    // asked before anything is drawn, so that the server is at it meanwhile
    if (other.length) {
      const isMoved = !other.includes('filter') && !other.includes('scope');
      this._load(true, isMoved).catch(error => this._fail(error));
    } else if (this.columns.some(column => !columns.includes(column))) {
      this._load(false).catch(error => this._fail(error));
    } else {
      this._rowsChanged.emit();
    }
    this._arranged.emit();
    this.stateChanged.emit();
  }

  /** Arrange one column otherwise. */
  arrangeColumn(column: string, change: Partial<IColumnAbout>): void {
    const about = { ...this._layout.about };
    about[column] = { ...about[column], ...change };
    this.arrange({ about });
  }

  /** Brush in a header; null takes the brush away. */
  async setBrush(column: string, brush: Brush | null): Promise<void> {
    const others = this._layout.brushes.filter(one => one.column !== column);
    await this._setBrushes(brush ? [...others, brush] : others);
  }

  private async _setBrushes(brushes: readonly Brush[]): Promise<void> {
    const { typed } = this._layout;
    try {
      const filter = brushes.length
        ? await this.table.brushed(this.path, brushes, typed)
        : typed;
      this.arrange({ brushes, filter });
    } catch (error) {
      this.onFault(error);
    }
  }

  /** Ask for everything again; where it must stand still, only for what stands there. */
  async refresh(): Promise<void> {
    try {
      this.sparks.forget();
      await Promise.all([this._again(), this._askStore()]);
    } catch (error) {
      this._fail(error);
    }
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    for (const part of [this.rows, this.heads, this.sparks, this.views]) {
      part.dispose();
    }
    super.dispose();
  }

  protected override concerns(runs: readonly string[]): boolean {
    return runs.length > 0;
  }

  /** What is asked for. */
  get question(): ITableQuestion {
    const { filter, scope, sort } = this._layout;
    const given = sort.length
      ? sort
      : [{ column: 'started', descending: true }];
    // pinned runs stand first, however the others are sorted
    const pinned = { column: 'pinned', descending: true };
    return {
      filter,
      scope: scope === 'notebook' && !this._hasNotebook ? 'store' : scope,
      sort: [pinned, ...given].slice(0, 16)
    };
  }

  private get _hasNotebook(): boolean {
    return this.path.endsWith('.ipynb');
  }

  private async _again(): Promise<void> {
    if (this._isHeld && this.rows.isThere) {
      const runs = await this.rows.renew();
      this._waiting = Math.max(0, runs - this.rows.runs);
      this._isBehind = true;
      this.stateChanged.emit();
      await this._followHeads();
    } else {
      await this._load(false);
    }
  }

  /** Ask for the rows, then for what stands above them. */
  private async _load(isOther: boolean, isMoved = false): Promise<void> {
    const layout = this._layout;
    if (isOther) {
      this.rows.want(0, 60);
    }
    if (!layout.columns && (!this._first || !isOther)) {
      const { scope } = this.question;
      if (!this.rows.isThere && !layout.groups.length) {
        // which columns differ takes all values of a store that nobody has asked yet: until then, names and states
        const { isFolded } = layout;
        const bare = { columns: [], groups: [], isFolded };
        await this.rows.reload({ ...this.question, ...bare });
      }
      this._first = await this.table.firstColumns(this.path, scope);
    }
    const { groups, isFolded } = layout;
    const { columns, question } = this;
    await this.rows.reload({ ...question, columns, groups, isFolded });
    if (layout !== this._layout && isOther) {
      return; // the answer to what was asked since says the rest
    }
    this._error = null;
    this._isBehind = false;
    this._waiting = 0;
    if (isOther) {
      this._restarted.emit();
    }
    this.stateChanged.emit();
    this.history.add(layout.typed);
    await this._followHeads(isMoved);
  }

  /** Ask for the headers; `isMoved` says that only the order of the rows is another one. */
  private async _followHeads(isMoved = false): Promise<void> {
    if (!isMoved) {
      await this.heads.follow(this.columns.filter(hasBars));
    }
  }

  private async _askStore(): Promise<void> {
    const { service, path } = this;
    const [status, names] = await Promise.all([
      service.status(path),
      service.names(path),
      this.views.refresh()
    ]);
    this._status = status;
    this._names = names;
    this.stateChanged.emit();
  }

  private _fail(error: unknown): void {
    this._error =
      error instanceof TrackerError
        ? error
        : new TrackerError(String(error), 0);
    this.stateChanged.emit();
  }

  /** What was brushed in a chart counts as if it had been in the headers. */
  private _onChart(_: unknown, told: IChartBrushes): void {
    if (told.path === this.path) {
      const moved = [...told.before, ...told.brushes].map(one => one.column);
      const others = this._layout.brushes.filter(
        ({ column }) => !moved.includes(column)
      );
      void this._setBrushes([...others, ...told.brushes]);
    }
  }

  private _onRows(): void {
    this._rowsChanged.emit();
    if (this._drawn !== this.rows.isThere) {
      this._drawn = this.rows.isThere;
      this.stateChanged.emit();
    }
  }

  private _onMarks(): void {
    this._rowsChanged.emit();
    if (this._selected !== this.selection.ids.length) {
      this._selected = this.selection.ids.length;
      this.stateChanged.emit();
    }
  }

  private readonly _runs: RunsModel;
  private readonly _colours: Colours;
  private _layout: ITableLayout;
  private _first: FirstColumns | null = null;
  private _status: Status | null = null;
  private _names: Names | null = null;
  private _error: TrackerError | null = null;
  private _waiting = 0;
  private _selected = 0;
  private _isHeld = false;
  private _isBehind = false;
  private _drawn = false;
  private readonly _rowsChanged = new Signal<this, void>(this);
  private readonly _restarted = new Signal<this, void>(this);
  private readonly _arranged = new Signal<this, void>(this);
}

/** A namespace for `TableModel` statics. */
export namespace TableModel {
  export interface IOptions {
    tracker: IRunTracker;
    /** The notebook whose store is meant. */
    path: string;
    layout: ITableLayout;
    history: FilterHistory;
    /** Called with what went wrong in something that a person asked for. */
    onFault: (error: unknown) => void;
  }
}
