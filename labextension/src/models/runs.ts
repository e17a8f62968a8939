import { VDomModel } from '@jupyterlab/ui-components';
import { Signal, type ISignal } from '@lumino/signaling';

import { ChangeSocket, type Change } from '../changes';
import type { DefaultColumns, Names, Status } from '../rest';
import { TrackerError } from '../requests';
import type { IRunService } from '../service';
import type { IStoreContext } from '../tokens';
import { Arrivals } from './arrivals';
import type { Colours } from './colours';
import { FIRST_CHOICE, type IRunsChoice } from './choice';
import { KnownNames } from './names';
import { PAGE, PagedRuns } from './page';
import type { Rulings } from './rulings';
import { SearchesModel } from './searches';
import { Selection } from './selection';
import { ShownRuns } from './shown';
import { Soon } from './soon';

const SETTLE = 120;

/** The runs of the panel: asked for by the page, kept fresh while somebody looks. */
export class RunsModel extends VDomModel {
  constructor(options: RunsModel.IOptions) {
    super();
    this._service = options.service;
    this._known = new KnownNames(options.service);
    this._context = options.context;
    this._colours = options.colours;
    this._rulings = options.rulings;
    this._context.changed.connect(this._onPath, this);
    this.searches = new SearchesModel(options.service, () => this.path);
    for (const { changed } of [this._colours, this.selection, this.searches]) {
      changed.connect(this._onColours, this);
    }
    this._rulings.ruled.connect(this._onRulings, this);
  }

  /** What is selected for actions. */
  readonly selection = new Selection();

  /** The runs that are there. */
  readonly list = new PagedRuns();

  /** The searches whose configurations are unfolded below their run. */
  readonly searches: SearchesModel;

  /** What is worth showing of these runs at first. */
  get columns(): DefaultColumns {
    return this._columns;
  }

  get service(): IRunService {
    return this._service;
  }
  get colours(): Colours {
    return this._colours;
  }

  get path(): string {
    return this._context.path;
  }

  get choice(): Readonly<IRunsChoice> {
    return this._choice;
  }

  /** About the store; null until the server answered. */
  get status(): Status | null {
    return this._status;
  }

  get names(): Names | null {
    return this._names;
  }

  /** Why there is nothing to see, or what is wrong with the filter. */
  get error(): TrackerError | null {
    return this._error;
  }

  /** How many runs there are without the filter, those that wait apart. */
  get unfiltered(): number {
    return this._unfiltered - this._arrivals.waiting;
  }

  /** How many new runs wait above the list while somebody reads in it. */
  get waiting(): number {
    return this._arrivals.waiting;
  }

  /** Whether the server stopped telling of changes; it is being asked to go on. */
  get isLost(): boolean {
    return this._isLost;
  }

  /** Whether the first answer is still to come. */
  get isLoading(): boolean {
    return this._isLoading;
  }

  /** The ids of the runs whose curves are shown, newest first. */
  get shown(): readonly string[] {
    return this._shown.ids;
  }

  /** Emitted with the ids of runs whose points or state changed. */
  get runsChanged(): ISignal<this, readonly string[]> {
    return this._runsChanged;
  }

  /** Emitted when the choice or the shown runs changed, to be kept. */
  get arranged(): ISignal<this, void> {
    return this._arranged;
  }

  /** Whether the panel can be seen: a model that nobody looks at asks nothing. */
  get isActive(): boolean {
    return this._isActive;
  }
  set isActive(active: boolean) {
    if (active === this._isActive) {
      return;
    }
    this._isActive = active;
    if (active) {
      this._follow();
    } else {
      this._disconnect();
    }
  }

  /** Whether the list must stand still (the pointer is in it, or it is scrolled). */
  isHeld = false;

  /** How many of the newest runs have their curves shown by themselves. */
  get shownAtFirst(): number {
    return this._shown.atFirst;
  }
  set shownAtFirst(count: number) {
    this._shown.atFirst = count;
    this._reshow();
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._disconnect();
    this._soon.dispose();
    this.searches.dispose();
    Signal.clearData(this);
    super.dispose();
  }

  /** Choose something else to see. */
  choose(choice: Partial<IRunsChoice>): void {
    this._choice = { ...this._choice, ...choice };
    this._arrivals.forget();
    this._arranged.emit();
    this.stateChanged.emit();
    void this.refresh();
  }

  /** Take what was kept before a reload, without asking the server yet. */
  arrange(choice: Partial<IRunsChoice>, hidden: readonly string[]): void {
    this._choice = { ...this._choice, ...choice };
    this._shown.hidden = hidden;
    this.stateChanged.emit();
  }

  /** The runs that were hidden by hand. */
  get hidden(): readonly string[] {
    return this._shown.hidden;
  }

  /** Show or hide the curves of a run. */
  toggleShown(id: string): void {
    this._shown.toggle(id);
    this._reshow();
    this._arranged.emit();
  }

  /** Let the runs that wait above the list in. */
  showWaiting(): void {
    this._arrivals.forget();
    this.list.keepOnly([]);
    void this.refresh();
  }

  /** Ask for everything that can be seen again. */
  async refresh(): Promise<void> {
    const pages = this._visible();
    await Promise.all([
      this._askStatus(),
      ...pages.map(page => this._ask(page))
    ]);
    this.list.keepOnly(this._visible());
    if (!this.isDisposed) {
      this._reshow();
    }
  }

  /** Make sure that the runs from `first` to `last` are there. */
  want(first: number, last: number): void {
    this._window = [Math.floor(first / PAGE), Math.floor(last / PAGE)];
    for (const page of this._visible()) {
      if (!this.list.has(page) && !this._asked.has(page)) {
        void this._ask(page).then(() => this._reshow());
      }
    }
  }

  private _visible(): number[] {
    const [first, last] = this._window;
    return [...new Set([0, first, last])].filter(
      page => page === 0 || page * PAGE < this.list.total
    );
  }

  private _follow(): void {
    this._disconnect();
    const socket = new ChangeSocket(this._service, this.path);
    socket.received.connect(this._onMessage, this);
    socket.connected.connect(this._onConnected, this);
    this._socket = socket;
    this.list.clear();
    this._isLoading = true;
    void this._colours.follow(this.path);
    void this._rulings.follow(this.path);
    void this.refresh();
  }

  private _disconnect(): void {
    this._socket?.dispose();
    this._socket = null;
    this._isLost = false;
  }

  private async _askStatus(): Promise<void> {
    const path = this.path;
    try {
      const [status, names] = await Promise.all([
        this._service.status(path),
        this._known.of(path)
      ]);
      if (path === this.path) {
        this._status = status;
        this._names = names;
      }
    } catch (error) {
      this._fail(error);
    }
  }

  private async _ask(page: number): Promise<void> {
    const [path, choice] = [this.path, this._choice];
    const { filter, sort, order, metric } = choice;
    const scope = this._scope();
    this._asked.add(page);
    try {
      const answer = await this._service.runs(path, {
        filter,
        scope,
        sort,
        order,
        metric,
        offset: page * PAGE,
        limit: PAGE
      });
      if (path === this.path && choice === this._choice && !this.isDisposed) {
        this._unfiltered = answer.unfiltered;
        this._columns = answer.columns;
        this._error = null;
        const { runs, total } = answer;
        this._arrivals.take(page, runs, total, this.isHeld);
      }
    } catch (error) {
      if (choice === this._choice) {
        this._fail(error);
      }
    } finally {
      this._asked.delete(page);
      this._isLoading = false;
    }
  }

  private _scope(): string {
    const { scope } = this._choice;
    return scope === 'notebook' && !this._context.notebook ? 'store' : scope;
  }

  private _fail(error: unknown): void {
    this._error =
      error instanceof TrackerError
        ? error
        : new TrackerError(String(error), 0);
    this.stateChanged.emit();
  }

  private _onMessage(_: ChangeSocket, message: Change): void {
    if (message.type === 'status') {
      this._status = message;
      this._soon.ask();
    } else if (!message.runs.length) {
      this._runsChanged.emit([]); // more is known of cells that are in no run
    } else {
      this._changed = [...new Set([...this._changed, ...message.runs])];
      this._soon.ask();
    }
  }

  private async _again(): Promise<void> {
    const changed = this._changed;
    this._changed = [];
    await Promise.all([this.refresh(), this.searches.refresh(changed)]);
    this._runsChanged.emit(changed);
  }

  private _onConnected(_: ChangeSocket, connected: boolean): void {
    const again = connected && this._isLost;
    this._isLost = !connected;
    this.stateChanged.emit();
    if (again) {
      void this.refresh();
    }
  }

  private _onPath(): void {
    this.selection.clear();
    this._shown.clear();
    this.searches.clear();
    this._arrivals.forget();
    this._window = [0, 0];
    if (this._isActive) {
      this._follow();
    }
  }

  private _onColours(): void {
    this.stateChanged.emit();
  }

  private _onRulings(): void {
    if (this._isActive) {
      this._soon.ask();
    }
  }

  private _reshow(): void {
    this._shown.choose(this.list.loaded);
    this._colours.assign(this._shown.ids);
    this.stateChanged.emit();
  }

  private readonly _service: IRunService;
  private readonly _known: KnownNames;
  private readonly _context: IStoreContext;
  private readonly _colours: Colours;
  private readonly _rulings: Rulings;
  private _choice: IRunsChoice = FIRST_CHOICE;
  private _status: Status | null = null;
  private _names: Names | null = null;
  private _error: TrackerError | null = null;
  private _columns: DefaultColumns = { metrics: [], params: [] };
  private _unfiltered = 0;
  private readonly _arrivals = new Arrivals(this.list);
  private _window: [number, number] = [0, 0];
  private readonly _shown = new ShownRuns();
  private readonly _asked = new Set<number>();
  private _changed: string[] = [];
  private readonly _soon = new Soon(SETTLE, () => this._again());
  private _socket: ChangeSocket | null = null;
  private _isLost = false;
  private _isLoading = true;
  private _isActive = false;
  private readonly _runsChanged = new Signal<this, readonly string[]>(this);
  private readonly _arranged = new Signal<this, void>(this);
}

export namespace RunsModel {
  /** What the model works with. */
  export interface IOptions {
    service: IRunService;
    context: IStoreContext;
    colours: Colours;
    rulings: Rulings;
  }
}
