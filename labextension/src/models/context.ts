import { PageConfig } from '@jupyterlab/coreutils';
import type { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import type { INotebookTracker } from '@jupyterlab/notebook';
import { Signal, type ISignal } from '@lumino/signaling';

import { Disposable } from '../disposable';
import type { IStoreContext } from '../tokens';

/** Follows the active notebook; without one, the folder that is open in the file browser. */
export class StoreContext extends Disposable implements IStoreContext {
  constructor(
    notebooks: INotebookTracker | null,
    browser: IDefaultFileBrowser | null
  ) {
    super();
    this._notebooks = notebooks;
    this._browser = browser;
    notebooks?.currentChanged.connect(this._onNotebook, this);
    browser?.model.pathChanged.connect(this._update, this);
    this._onNotebook();
  }

  get path(): string {
    return this._path;
  }

  get notebook(): string {
    return this._path.endsWith('.ipynb') ? this._path : '';
  }

  get changed(): ISignal<this, string> {
    return this._changed;
  }

  private _onNotebook(): void {
    const current = this._notebooks?.currentWidget ?? null;
    if (current) {
      current.context.pathChanged.connect(this._update, this);
    }
    this._update();
  }

  private _update(): void {
    const notebook = this._notebooks?.currentWidget?.context.path;
    const path =
      notebook ??
      this._browser?.model.path ??
      PageConfig.getOption('notebookPath');
    if (path !== this._path) {
      this._path = path;
      this._changed.emit(path);
    }
  }

  private readonly _notebooks: INotebookTracker | null;
  private readonly _browser: IDefaultFileBrowser | null;
  private _path = '';
  private readonly _changed = new Signal<this, string>(this);
}
