import type { CodeCell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';

import { Disposable } from '../disposable';
import { CellBadges } from './badges';
import { markCards } from './cards';
import type { CellsOfNotebooks, ICellSettings } from './notebooks';
import { isMissed } from './outputs';
import { Restorer } from './restorer';
import { CellResults } from './results';
import { CellService } from './service';

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
