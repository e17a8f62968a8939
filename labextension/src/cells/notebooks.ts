import type { CodeCell } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { Disposable } from '../disposable';
import type { IRunTracker } from '../tokens';
import { CellBadges, type ICellActions } from './badges';
import { markCards } from './cards';
import { isMissed } from './outputs';
import { Restorer } from './restorer';
import { CellResults } from './results';
import { CellService } from './service';

/** What a person chose to see at cells. */
export interface ICellSettings {
  badges: boolean;
  cards: boolean;
  restore: boolean;
}

/** What one open notebook shows of its runs. */
export class CellsOfNotebook extends Disposable {
  constructor(
    readonly panel: NotebookPanel,
    private readonly _options: CellsOfNotebooks.IOptions,
    private readonly _settings: () => ICellSettings
  ) {
    super();
    const { tracker, onFault, onLess } = _options;
    const { service } = tracker;
    this.results = new CellResults({
      service,
      cells: new CellService(tracker.requests),
      path: panel.context.path
    });
    this.restorer = new Restorer({
      panel,
      service,
      results: this.results,
      onLess,
      onFault
    });
    this.results.changed.connect(this._onCards, this);
    panel.content.modelContentChanged.connect(this._onCards, this);
    this.arrange();
  }

  readonly results: CellResults;
  readonly restorer: Restorer;

  /** The cells that show less than the store kept. */
  get missed(): CodeCell[] {
    return this.panel.content.widgets.filter((cell): cell is CodeCell => {
      const result = this.results.get(cell.model.id);
      return result !== undefined && isMissed((cell as CodeCell).model, result);
    });
  }

  /** Show what a person wants to see. */
  arrange(): void {
    const { badges, restore } = this._settings();
    const { results, restorer, panel } = this;
    restorer.isEnabled = restore;
    if (badges && !this._badges) {
      this._badges = new CellBadges({
        ...this._options,
        panel,
        results,
        restorer
      });
    } else if (!badges) {
      this._badges?.dispose();
      this._badges = null;
    }
    this._onCards();
  }

  protected override release(): void {
    this._badges?.dispose();
    this.restorer.dispose();
    this.results.dispose();
    this.panel.content.modelContentChanged.disconnect(this._onCards, this);
  }

  private _onCards(): void {
    const isHidden = !this._settings().cards;
    if (!this.panel.isDisposed && (isHidden || this._hasHidden)) {
      this._hasHidden = isHidden;
      markCards(this.panel.content, isHidden);
    }
  }

  private _badges: CellBadges | null = null;
  private _hasHidden = false;
}

/** What all open notebooks show of their runs. */
export class CellsOfNotebooks extends Disposable {
  constructor(private readonly _options: CellsOfNotebooks.IOptions) {
    super();
    const { notebooks } = _options;
    notebooks.widgetAdded.connect((_, panel) => this._follow(panel), this);
    notebooks.forEach(panel => this._follow(panel));
  }

  /** What is shown at the cells of all of them. */
  get settings(): ICellSettings {
    return this._settings;
  }
  set settings(settings: ICellSettings) {
    this._settings = settings;
    this._open.forEach(one => one.arrange());
  }

  /** What the notebook in front shows. */
  get current(): CellsOfNotebook | null {
    const { currentWidget } = this._options.notebooks;
    return (currentWidget && this._open.get(currentWidget)) ?? null;
  }

  /** What the notebook at a server path shows, if it is open. */
  at(path: string): CellsOfNotebook | null {
    return (
      [...this._open.values()].find(one => one.results.path === path) ?? null
    );
  }

  protected override release(): void {
    this._open.forEach(one => one.dispose());
    this._open.clear();
  }

  private _follow(panel: NotebookPanel): void {
    const open = () => {
      this._open.get(panel)?.dispose();
      if (!panel.isDisposed) {
        const settings = () => this._settings;
        this._open.set(
          panel,
          new CellsOfNotebook(panel, this._options, settings)
        );
      }
    };
    void panel.context.ready.then(open);
    panel.context.pathChanged.connect(open, this);
    panel.disposed.connect(() => {
      this._open.get(panel)?.dispose();
      this._open.delete(panel);
    }, this);
  }

  private readonly _open = new Map<NotebookPanel, CellsOfNotebook>();
  private _settings: ICellSettings = {
    badges: true,
    cards: true,
    restore: true
  };
}

/** A namespace for `CellsOfNotebooks` statics. */
export namespace CellsOfNotebooks {
  export interface IOptions {
    tracker: IRunTracker;
    notebooks: INotebookTracker;
    trans: TranslationBundle;
    actions: ICellActions;
    /** Called when something was left out of outputs that were restored. */
    onLess: () => void;
    onFault: (error: unknown) => void;
  }
}
