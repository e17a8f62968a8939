import { Signal, type ISignal } from '@lumino/signaling';

import { LiveModel } from '../models/live';
import type {
  ChartCard,
  ChartRequest,
  CurveLine,
  FirstColumns,
  Group,
  Names,
  Status
} from '../rest';
import type { IRunTracker } from '../tokens';
import { Brushing, type IBrushed } from './brushing';
import {
  asked,
  FIRST_BOARD,
  moved,
  newCard,
  type IBoard,
  type ICard
} from './cards';
import { CardModel } from './cardmodel';
import { both } from './columns';
import { SharedCursor } from './cursor';
import { Kept } from './kept';
import type { ILine } from './plotdata';
import { BoardService } from './service';

const FIRST_CARDS = 6;
const MOST_FACETS = 12;
const LOOKED_AT = 50;

/** The charts of the runs that the panel lists, and how they are arranged. */
export class BoardModel extends LiveModel {
  constructor(options: BoardModel.IOptions) {
    super(options.tracker.service, options.path);
    this._tracker = options.tracker;
    this.charts = new BoardService(options.tracker.requests);
    this.kept = new Kept(options.tracker.service, options.path, options.name);
    this.brushing = new Brushing(this.charts, options.path, options.tracker);
    this._choice = this._runs.choice;
    this._runs.stateChanged.connect(this._onRuns, this);
    options.tracker.colours.changed.connect(this._repaint, this);
  }

  readonly charts: BoardService;
  readonly cursor = new SharedCursor();
  /** Where boards are kept. */
  readonly kept: Kept;
  /** What was brushed in a chart. */
  readonly brushing: Brushing;

  get board(): IBoard {
    return this._board;
  }

  get cards(): readonly CardModel[] {
    return this._cards;
  }

  get names(): Names | null {
    return this._names;
  }

  /** Those metrics that have curves, the foremost first. */
  get curveMetrics(): readonly string[] {
    return this._curveMetrics;
  }

  get error(): string {
    return this._error;
  }

  get isLoading(): boolean {
    return this._names === null && !this._error;
  }

  /** Whether people may write here. */
  get isWritable(): boolean {
    return this._status?.writable ?? false;
  }

  /** The filter of the runs shown. */
  get filter(): string {
    return this._choice.filter;
  }

  /** Emitted when there are other cards, or in another order. */
  get cardsChanged(): ISignal<this, void> {
    return this._cardsChanged;
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._runs.stateChanged.disconnect(this._onRuns, this);
    this._tracker.colours.changed.disconnect(this._repaint, this);
    this._cards.forEach(card => card.dispose());
    this.kept.dispose();
    super.dispose();
  }

  /** Choose something for all charts. */
  choose(choice: Partial<IBoard>): void {
    this._board = { ...this._board, ...choice };
    this.kept.save(this._board, this.isWritable);
    void this._arrange().then(() => this._askCards());
  }

  add(card: ChartCard): void {
    this.choose({ cards: [...this._board.cards, newCard(card)] });
  }

  change(id: string, change: Partial<ICard>): void {
    const cards = this._board.cards.map(card =>
      card.id === id ? { ...card, ...change } : card
    );
    this._board = { ...this._board, cards };
    this.kept.save(this._board, this.isWritable);
    void this._arrange();
  }

  remove(id: string): void {
    this.choose({ cards: this._board.cards.filter(card => card.id !== id) });
  }

  /** Put a card as many places further. */
  move(id: string, by: number): void {
    this.choose({ cards: moved(this._board.cards, id, by) });
  }

  /** Show another board. */
  async open(name: string): Promise<void> {
    this._board = (await this.kept.open(name)) ?? FIRST_BOARD;
    await this.refresh();
  }

  /** Keep what is arranged here under a name of its own. */
  saveAs(name: string): void {
    this.kept.save(this._board, this.isWritable, name);
    this.stateChanged.emit();
  }

  /** Which runs a card is about. */
  request(card: CardModel): Omit<ChartRequest, 'card'> {
    const { scope, sort, order, filter } = this._choice;
    const isNotebook = this.path.endsWith('.ipynb');
    const own = this.brushing.filterFor(card.card.id, filter);
    return {
      scope: scope === 'notebook' && !isNotebook ? 'store' : scope,
      filter: both(own, card.facet?.filter ?? ''),
      sort: [{ column: sort, descending: order === 'desc' }],
      ...(this._board.which === 'shown' ? { runs: [...this._runs.shown] } : {})
    };
  }

  /** What a card asks for. */
  asked(card: CardModel): ChartCard {
    return asked(card.card, this._board);
  }

  /** Curves in their colours, without those of runs that are hidden. */
  painted(lines: readonly CurveLine[]): ILine[] {
    const { colours } = this._tracker;
    const hidden = new Set(this._runs.hidden);
    const alone = lines.filter(line => line.runs.length === 1);
    colours.assign(
      alone.filter(line => !line.colour).map(line => line.runs[0])
    );
    return lines
      .filter(({ runs }) => runs.length > 1 || !hidden.has(runs[0]))
      .map(line => ({
        ...line,
        ink: line.colour ?? colours.known(line.runs[0]) ?? '#808080'
      }));
  }

  /** The part of y that charts side by side of the same metric share. */
  sharedRange(card: CardModel): [number, number] | null {
    if (!card.facet) {
      return null;
    }
    const ends = this._cards
      .filter(other => other.card.id === card.card.id)
      .flatMap(other => other.extent ?? []);
    return ends.length ? [Math.min(...ends), Math.max(...ends)] : null;
  }

  /** A card has its answer: those beside it may need another range. */
  onAnswer(card: CardModel): void {
    if (card.facet) {
      this._cards
        .filter(other => other !== card && other.card.id === card.card.id)
        .forEach(other => other.stateChanged.emit());
    }
  }

  /** What is worth looking at first of the runs shown. */
  firstColumns(): Promise<FirstColumns> {
    const { filter } = this._choice;
    return this.charts.firstColumns(this.path, { filter });
  }

  /** Filter the runs by what was brushed in a card. */
  async brush(card: CardModel, brushed: IBrushed): Promise<void> {
    await this.brushing.brush(card.card.id, brushed);
  }

  async refresh(): Promise<void> {
    const { service, path } = this;
    try {
      const [names, status, list] = await Promise.all([
        service.names(path),
        service.status(path),
        service.runs(path, { limit: LOOKED_AT, scope: 'store' }),
        this._tracker.colours.ready(path)
      ]);
      if (this.isDisposed) {
        return;
      }
      this._names = names;
      this._status = status;
      this._error = '';
      this._curveMetrics = BoardModel.foremost(
        list.columns.metrics,
        list.runs.map(run => run.series)
      );
      if (!this._isRead) {
        this._isRead = true;
        this._board = (await this.kept.read()) ?? FIRST_BOARD;
      }
      if (!this._board.cards.length && !this.kept.isKept) {
        this._board = { ...this._board, cards: this._firstCards() };
      }
      await this._arrange();
      this._askCards();
    } catch (error) {
      this._error = (error as Error).message;
    }
    this.stateChanged.emit();
  }

  /** Any run may be in a chart. */
  protected concerns(): boolean {
    return true;
  }

  private get _runs() {
    return this._tracker.runs;
  }

  private _firstCards(): ICard[] {
    return this._curveMetrics
      .slice(0, FIRST_CARDS)
      .map(metric => newCard({ kind: 'curve', metric }));
  }

  /** A model for each card, several with a facet; those that are there are kept. */
  private async _arrange(): Promise<void> {
    const facets = await this._facets();
    const there = new Map(this._cards.map(card => [card.key, card]));
    const wanted = this._board.cards.flatMap(card =>
      facets.map(facet => ({
        card,
        facet,
        key: `${card.id}/${facet?.filter ?? ''}`
      }))
    );
    const old = this._cards.map(card => card.key).join('\n');
    this._cards = wanted.map(({ card, facet, key }) => {
      const model = there.get(key) ?? new CardModel(this, key, facet);
      model.card = card;
      there.delete(key);
      return model;
    });
    if (old !== wanted.map(({ key }) => key).join('\n')) {
      this._cardsChanged.emit();
    }
    there.forEach(card => card.dispose());
    this.stateChanged.emit();
  }

  private async _facets(): Promise<
    ({ label: string; filter: string } | null)[]
  > {
    const { facet } = this._board;
    if (!facet) {
      return [null];
    }
    const { groups } = await this.charts.groups(this.path, {
      by: [facet],
      scope: this._choice.scope,
      filter: this._choice.filter
    });
    const told = (group: Group) => group.key.map(({ text }) => text).join(', ');
    return groups
      .slice(0, MOST_FACETS)
      .map(group => ({ label: told(group), filter: group.filter }));
  }

  private _askCards(): void {
    this._cards.forEach(card => void card.refresh());
  }

  private _onRuns(): void {
    const { choice, shown, hidden, path } = this._runs;
    if (path !== this.path) {
      return; // the panel is about another store now; here all stays as it was
    }
    this._choice = choice;
    const { filter, scope, sort, order } = choice;
    const asked = JSON.stringify([
      filter,
      scope,
      sort,
      order,
      this._board.which === 'shown' ? shown : null
    ]);
    const seen = JSON.stringify(hidden);
    if (asked !== this._askedFor) {
      this._askedFor = asked;
      if (this.isActive) {
        void this._arrange().then(() => this._askCards());
      }
    } else if (seen !== this._seen) {
      this._repaint();
    }
    this._seen = seen;
  }

  private _repaint(): void {
    this._cards.forEach(card => card.repaint());
  }

  private readonly _tracker: IRunTracker;
  private _choice: IRunTracker['runs']['choice'];
  private _board: IBoard = FIRST_BOARD;
  private _cards: readonly CardModel[] = [];
  private _names: Names | null = null;
  private _status: Status | null = null;
  private _curveMetrics: readonly string[] = [];
  private _error = '';
  private _isRead = false;
  private _askedFor = '';
  private _seen = '';
  private readonly _cardsChanged = new Signal<this, void>(this);
}

/** A namespace for `BoardModel` statics. */
export namespace BoardModel {
  export interface IOptions {
    tracker: IRunTracker;
    path: string;
    /** The name of the board that was open. */
    name?: string;
  }

  /** The metrics that have curves: those worth showing at first, then the commonest. */
  export function foremost(
    first: readonly string[],
    series: readonly (readonly string[])[]
  ): string[] {
    const counts = new Map<string, number>();
    for (const name of series.flat()) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const rest = [...counts.keys()]
      .filter(name => !first.includes(name))
      .sort(
        (a, b) =>
          (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || a.localeCompare(b)
      );
    return [...first.filter(name => counts.has(name)), ...rest];
  }
}
