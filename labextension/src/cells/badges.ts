import type { Cell, CodeCell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { PanelLayout } from '@lumino/widgets';

import { Disposable } from '../disposable';
import type { IRunTracker } from '../tokens';
import { CellBadge } from './badge';
import { isMissed, outputsOf } from './outputs';
import type { Restorer } from './restorer';
import type { CellResults } from './results';
import { hash } from './source';

/** A badge stands behind the header and the source of its cell. */
const PLACE = 2;

/** What can be done at a cell. */
export interface ICellActions {
  openRun: (run: string, path: string) => void;
  showHistory: (cell: string, path: string) => void;
}

/** The badges of one notebook. They stand in the cells' own nodes and follow them out of sight and back. */
export class CellBadges extends Disposable {
  constructor(options: CellBadges.IOptions) {
    super();
    this._options = options;
    this._panel = options.panel;
    const { results, panel, tracker } = options;
    results.changed.connect(this._onChange, this);
    options.restorer.changed.connect(this._onChange, this);
    tracker.colours.changed.connect(this._onChange, this);
    panel.content.modelContentChanged.connect(this._onChange, this);
    this._timer = window.setInterval(() => this._tick(), 1000);
    this._onChange();
  }

  protected override release(): void {
    window.clearInterval(this._timer);
    window.cancelAnimationFrame(this._frame);
    this._badges.forEach(badge => badge.dispose());
    this._badges.clear();
  }

  /** Something may be otherwise: look once before the next frame, however much changes meanwhile. */
  private _onChange(): void {
    if (!this._frame && !this.isDisposed) {
      this._frame = window.requestAnimationFrame(() => {
        this._frame = 0;
        this._look();
      });
    }
  }

  private _look(): void {
    const { content } = this._panel;
    if (this._panel.isDisposed || !content.model) {
      return;
    }
    for (const cell of content.widgets) {
      if (cell.model.type === 'code') {
        this._renew(cell as CodeCell);
      }
    }
    for (const [cell, badge] of this._badges) {
      if (cell.isDisposed || badge.isDisposed) {
        this._badges.delete(cell);
      }
    }
  }

  private _renew(cell: CodeCell): void {
    const { results } = this._options;
    const result = results.get(cell.model.id);
    if (!result) {
      this._badges.get(cell)?.dispose();
    } else if (this._badges.has(cell)) {
      this._show(cell);
    } else if (!this._awaited.has(cell)) {
      this._awaited.add(cell);
      void cell.ready.then(() => {
        this._awaited.delete(cell);
        if (!this.isDisposed && !cell.isDisposed) {
          this._attach(cell);
        }
      });
    }
  }

  private _attach(cell: CodeCell): void {
    const { trans, actions, results, restorer } = this._options;
    if (!results.get(cell.model.id) || this._badges.has(cell)) {
      return;
    }
    const badge = new CellBadge({
      trans,
      onOpen: () => {
        const run = results.get(cell.model.id)?.run;
        if (run) {
          actions.openRun(run, results.path);
        }
      },
      onHistory: () => actions.showHistory(cell.model.id, results.path),
      onRestore: () => void restorer.restore(cell)
    });
    this._badges.set(cell, badge);
    this._show(cell);
    (cell.layout as PanelLayout).insertWidget(PLACE, badge);
  }

  private _show(cell: CodeCell): void {
    const { results, restorer, tracker } = this._options;
    const { model } = cell;
    const result = results.get(model.id);
    if (!result) {
      return;
    }
    const source = model.sharedModel.getSource();
    const known = this._hashes.get(model.id);
    const hashed =
      known?.source === source ? known : { source, is: hash(source) };
    this._hashes.set(model.id, hashed);
    const isEdited = result.source !== null && result.source !== hashed.is;
    this._badges.get(cell)?.render({
      result,
      colour: tracker.colours.known(result.run),
      isEdited,
      isMissed: !isEdited && restorer.offers(cell) && isMissed(model, result),
      isRestored: outputsOf(model) === result.run,
      isLost: results.isLost
    });
  }

  private _tick(): void {
    for (const [cell, badge] of this._badges) {
      if (badge.isAttached && !cell.isDisposed) {
        badge.tick();
      }
    }
  }

  private readonly _options: CellBadges.IOptions;
  private readonly _panel: NotebookPanel;
  private readonly _badges = new Map<Cell, CellBadge>();
  private readonly _awaited = new WeakSet<Cell>();
  private readonly _hashes = new Map<string, { source: string; is: string }>();
  private readonly _timer: number;
  private _frame = 0;
}

/** A namespace for `CellBadges` statics. */
export namespace CellBadges {
  export interface IOptions {
    panel: NotebookPanel;
    results: CellResults;
    restorer: Restorer;
    tracker: IRunTracker;
    trans: TranslationBundle;
    actions: ICellActions;
  }
}
