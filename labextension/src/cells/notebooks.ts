import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { Disposable } from '../disposable';
import type { IRunTracker } from '../tokens';
import type { ICellActions } from './badges';
import type { CellsOfNotebook } from './notebook';

/** What a person chose to see at cells. */
export interface ICellSettings {
  badges: boolean;
  cards: boolean;
  restore: boolean;
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
    const open = async () => {
      // only those with a notebook need it
      const { CellsOfNotebook } = await import('./notebook');
      this._open.get(panel)?.dispose();
      if (!panel.isDisposed && !this.isDisposed) {
        const settings = () => this._settings;
        this._open.set(
          panel,
          new CellsOfNotebook(panel, this._options, settings)
        );
      }
    };
    void panel.context.ready.then(open);
    panel.context.pathChanged.connect(() => void open(), this);
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
