import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal, type ISignal } from '@lumino/signaling';

import { Disposable } from '../disposable';
import {
  columnViews,
  nameWidth,
  template,
  type IColumnView
} from './columnviews';
import type { TableLine } from './lines';
import type { TableModel } from './model';
import { Painter, type ILineNode } from './painter';

/** The height of a line in pixels, as the style sheet has it. */
export const LINE_HEIGHT = 28;
const BEYOND = 8;
let grids = 0;

/** A cell by its line and column; column 0 is that of the name. */
export interface IPlace {
  line: number;
  column: number;
}

/** The lines of a table on screen: only those in sight are there, and their elements are used again and again. */
export class Grid extends Disposable {
  constructor(
    private readonly _scroller: HTMLElement,
    private readonly _body: HTMLElement,
    private readonly _model: TableModel,
    trans: TranslationBundle
  ) {
    super();
    this._trans = trans;
    this._painter = new Painter(_model, trans);
    this._id = `jt-table-${(grids += 1)}`;
    this._observer = new ResizeObserver(() => this._onScroll());
    this._observer.observe(_scroller);
    _scroller.addEventListener('scroll', this._onScroll, { passive: true });
    _model.rowsChanged.connect(this._onRows, this);
    _model.stateChanged.connect(this._onRows, this);
    _model.restarted.connect(this._onRestart, this);
    this._timer = window.setInterval(() => this._tick(), 1000);
    this.draw();
  }

  /** Emitted when another cell is the active one. */
  get moved(): ISignal<this, void> {
    return this._moved;
  }

  /** The active cell. */
  get active(): IPlace {
    return this._active;
  }

  /** The cell where the range of cells began that ends at the active one. */
  get anchor(): IPlace {
    return this._anchor;
  }

  /** The columns as they are drawn, that of the name apart. */
  get views(): readonly IColumnView[] {
    return this._painter.views;
  }

  /** The line at the active cell; null where there is none. */
  get line(): TableLine | null {
    const { lines } = this._model.rows;
    const { line } = this._active;
    return line < lines.total ? lines.at(line) : null;
  }

  /** How many lines are in sight at once. */
  get page(): number {
    return Math.max(1, Math.floor(this._room / LINE_HEIGHT) - 1);
  }

  /** The line that an element belongs to, and its column. */
  placeOf(node: Element): IPlace | null {
    for (const [line, { node: row, cells }] of this._there) {
      if (row.contains(node)) {
        const column = cells.findIndex(cell => cell.contains(node));
        return { line, column: Math.max(0, column) };
      }
    }
    return null;
  }

  /** The element of a cell, if it is there. */
  cellAt({ line, column }: IPlace): HTMLElement | null {
    return this._there.get(line)?.cells[column] ?? null;
  }

  /** Make another cell the active one and bring it into sight; `extend` leaves the beginning of the range. */
  moveTo(place: IPlace, extend = false): void {
    const lines = this._model.rows.lines.total;
    this._active = {
      line: Math.max(0, Math.min(lines - 1, place.line)),
      column: Math.max(0, Math.min(this.views.length, place.column))
    };
    if (!extend) {
      this._anchor = this._active;
    }
    this._activeKey = this._keyAt(this._active.line);
    this._reveal();
    this._draw(false);
    this._mark();
    this._moved.emit();
  }

  /** Draw all lines in sight anew. */
  draw(): void {
    this._draw(true);
  }

  /** Keep a line as it is while somebody writes in it. */
  hold(line: number | null): void {
    this._heldLine = line;
    if (line === null) {
      this.draw();
    }
  }

  protected override release(): void {
    window.clearInterval(this._timer);
    this._observer.disconnect();
    this._scroller.removeEventListener('scroll', this._onScroll);
    Signal.disconnectReceiver(this);
  }

  /** The height in which lines can be seen. */
  private get _room(): number {
    return this._scroller.clientHeight - this._body.offsetTop;
  }

  private _draw(isAnew: boolean): void {
    const { lines } = this._model.rows;
    const [first, last] = this._reach(lines.total);
    if (isAnew) {
      this._arrange();
      this._follow();
    }
    for (const [at, line] of this._there) {
      if ((at < first || at > last) && at !== this._heldLine) {
        this._there.delete(at);
        this._spare.push(line);
      }
    }
    for (let at = first; at <= last; at += 1) {
      const known = this._there.get(at);
      if ((known && !isAnew) || at === this._heldLine) {
        continue;
      }
      const line = known ?? this._spare.pop() ?? this._make();
      if (!known) {
        this._there.set(at, line);
        line.node.style.transform = `translateY(${at * LINE_HEIGHT}px)`;
        line.node.hidden = false;
      }
      this._painter.paint(line, lines.at(at), at);
      this._markLine(at, line);
    }
    for (const { node } of this._spare) {
      node.hidden = true;
    }
    this._sight(first, last);
  }

  /** The first and the last line that are there: as many wherever it is scrolled, so that none comes or goes. */
  private _reach(total: number): [number, number] {
    const { scrollTop, clientHeight } = this._scroller;
    const most = Math.ceil(clientHeight / LINE_HEIGHT) + 2 * BEYOND + 1;
    const above = Math.floor(scrollTop / LINE_HEIGHT) - BEYOND;
    const first = Math.max(0, Math.min(above, total - most));
    return [first, Math.min(total, first + most) - 1];
  }

  private _make(): ILineNode {
    const line = this._painter.make();
    this._body.append(line.node);
    return line;
  }

  /** Take over how columns are arranged; other columns need other elements. */
  private _arrange(): void {
    const { _model: model, _scroller: scroller } = this;
    const views = columnViews(model, this._trans);
    const told = template(nameWidth(model), views);
    scroller.style.setProperty('--jt-table-columns', told.columns);
    scroller.style.setProperty('--jt-table-width', `${told.width}px`);
    scroller.setAttribute('aria-rowcount', String(model.rows.lines.total + 1));
    scroller.setAttribute('aria-colcount', String(views.length + 2));
    this._body.style.height = `${model.rows.lines.total * LINE_HEIGHT}px`;
    const print = views
      .map(view => [view.id, view.stays, view.isNumeric].join())
      .join(';');
    this._painter.views = views;
    if (print !== this._print) {
      this._print = print;
      this._there.clear();
      this._spare.length = 0;
      this._body.replaceChildren();
    }
  }

  private _sight(first: number, last: number): void {
    const model = this._model;
    model.rows.want(first, last);
    const metrics = this.views.flatMap(({ curve }) => curve ?? []);
    if (metrics.length) {
      model.sparks.want(model.rows.inSight(), [...new Set(metrics)]);
    }
  }

  private _keyAt(at: number): string {
    const { lines } = this._model.rows;
    if (at >= lines.total) {
      return '';
    }
    const line = lines.at(at);
    return line.kind === 'group'
      ? `group ${line.group.group.filter}`
      : (line.row?.id ?? '');
  }

  /** Let the active cell stay with its run where that has another place now. */
  private _follow(): void {
    const { line } = this._active;
    if (!this._activeKey) {
      this._activeKey = this._keyAt(line);
    } else if (this._keyAt(line) !== this._activeKey) {
      const { total } = this._model.rows.lines;
      const near = Math.min(total, line + 200);
      for (let at = Math.max(0, line - 200); at < near; at += 1) {
        if (this._keyAt(at) === this._activeKey) {
          const moved = at - line;
          this._active = { ...this._active, line: at };
          this._anchor = { ...this._anchor, line: this._anchor.line + moved };
          return;
        }
      }
      this._activeKey = this._keyAt(line);
    }
  }

  /** Show which cells are active. */
  private _mark(): void {
    for (const [at, line] of this._there) {
      this._markLine(at, line);
    }
  }

  private _markLine(at: number, line: ILineNode): void {
    const { _active: active, _anchor: anchor } = this;
    const [top, bottom] = [anchor.line, active.line].sort((a, b) => a - b);
    const [left, right] = [anchor.column, active.column].sort((a, b) => a - b);
    const isRange = top !== bottom || left !== right;
    const isConcerned = at >= top && at <= bottom;
    if (!isConcerned && !line.isMarked) {
      return;
    }
    line.isMarked = isConcerned;
    const { node, cells } = line;
    const isWithin = isRange && isConcerned;
    node.classList.toggle('jt-mod-active', at === active.line);
    cells.forEach((cell, column) => {
      const isActive = at === active.line && column === active.column;
      cell.classList.toggle('jt-mod-active', isActive);
      cell.classList.toggle(
        'jt-mod-range',
        isWithin && column >= left && column <= right
      );
      if (isActive) {
        cell.id = `${this._id}-${at}-${column}`;
        this._scroller.setAttribute('aria-activedescendant', cell.id);
      } else if (cell.id) {
        cell.removeAttribute('id');
      }
    });
  }

  /** Bring the active cell into sight. */
  private _reveal(): void {
    const scroller = this._scroller;
    const top = this._active.line * LINE_HEIGHT;
    if (top < scroller.scrollTop) {
      scroller.scrollTop = top;
    } else if (top + LINE_HEIGHT > scroller.scrollTop + this._room) {
      scroller.scrollTop = top + LINE_HEIGHT - this._room;
    }
    const { column } = this._active;
    const view = this.views[column - 1];
    if (column === 0) {
      scroller.scrollLeft = 0;
    } else if (view && view.stays === null) {
      this._revealColumn(column - 1);
    }
  }

  private _revealColumn(place: number): void {
    const scroller = this._scroller;
    const rule = getComputedStyle(scroller);
    const sign = rule.direction === 'rtl' ? -1 : 1;
    const before = this.views.slice(0, place);
    const width = (views: readonly IColumnView[]) =>
      views.reduce((sum, view) => sum + view.width, 0);
    const start = template(nameWidth(this._model), before).width;
    const held =
      template(nameWidth(this._model), []).width +
      width(this.views.filter(({ stays }) => stays !== null));
    const end = start + this.views[place].width;
    const scrolled = sign * scroller.scrollLeft;
    if (start - held < scrolled) {
      scroller.scrollLeft = sign * (start - held);
    } else if (end > scrolled + scroller.clientWidth) {
      scroller.scrollLeft = sign * (end - scroller.clientWidth);
    }
  }

  private _tick(): void {
    const { lines } = this._model.rows;
    this._painter.now = Date.now() / 1000;
    for (const [at, node] of this._there) {
      if (at < lines.total && at !== this._heldLine) {
        this._painter.tick(node, lines.at(at));
      }
    }
  }

  private _onRestart(): void {
    this._active = this._anchor = { line: 0, column: this._active.column };
    this._activeKey = '';
    this._scroller.scrollTop = 0;
    this._onRows();
  }

  private _onRows(): void {
    if (!this._frame) {
      // several things change at once: one drawing shows them all
      this._frame = window.requestAnimationFrame(() => {
        this._frame = 0;
        if (!this.isDisposed) {
          this.draw();
        }
      });
    }
  }

  private readonly _onScroll = (): void => {
    this._draw(false);
  };

  private readonly _trans: TranslationBundle;
  private readonly _painter: Painter;
  private readonly _observer: ResizeObserver;
  private readonly _id: string;
  private readonly _timer: number;
  private readonly _there = new Map<number, ILineNode>();
  private readonly _spare: ILineNode[] = [];
  private _active: IPlace = { line: 0, column: 0 };
  private _anchor: IPlace = { line: 0, column: 0 };
  private _activeKey = '';
  private _heldLine: number | null = null;
  private _print = '';
  private _frame = 0;
  private readonly _moved = new Signal<this, void>(this);
}
