import type { CodeCell } from '@jupyterlab/cells';
import {
  NotebookActions,
  type Notebook,
  type NotebookPanel
} from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import { Signal, type ISignal } from '@lumino/signaling';

import { Disposable } from '../disposable';
import type { IRunService } from '../service';
import { outputsOf, putOutputs } from './outputs';
import type { CellResults } from './results';

/** After a kernel is heard again its messages that waited come in: so long nothing is taken for lost. */
const PATIENCE = 3000;

/** Brings outputs back that a notebook missed: after a reload, or while the connection was gone. */
export class Restorer extends Disposable {
  constructor(options: Restorer.IOptions) {
    super();
    this._options = options;
    const { panel, results } = options;
    NotebookActions.executionScheduled.connect(this._onScheduled, this);
    panel.sessionContext.connectionStatusChanged.connect(this._onStatus, this);
    results.changed.connect(this._onResults, this);
  }

  /** Emitted when other cells are offered than before. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Whether outputs of a cell may have been missed: it was not executed from here since the connection is there. */
  offers(cell: CodeCell): boolean {
    return this.isEnabled && !this._heard.has(cell.model.id);
  }

  /** Whether a person wants to be offered outputs. */
  get isEnabled(): boolean {
    return this._isEnabled;
  }
  set isEnabled(enabled: boolean) {
    this._isEnabled = enabled;
    this._changed.emit();
  }

  /** Put the outputs of a cell's latest run below it; while that goes on, what comes to it, too. */
  async restore(cell: CodeCell): Promise<void> {
    const { service, results, onFault } = this._options;
    const result = results.get(cell.model.id);
    if (!result?.outputs) {
      return;
    }
    const { blob, part } = result.outputs;
    this._asked.set(cell, blob);
    try {
      const outputs = await service.outputs(results.path, result.run, part);
      if (!cell.isDisposed && this._asked.get(cell) === blob) {
        this._shown.set(cell, blob);
        if (putOutputs(cell, result, outputs)) {
          this._options.onLess();
        }
      }
    } catch (error) {
      onFault(error);
    }
    if (this._asked.get(cell) === blob) {
      this._asked.delete(cell);
    }
    if (!this.isDisposed) {
      this._changed.emit();
    }
  }

  protected override release(): void {
    NotebookActions.executionScheduled.disconnect(this._onScheduled, this);
    window.clearTimeout(this._timer);
  }

  /** Follow the cells whose outputs came from the store and whose run goes on. */
  private _onResults(): void {
    for (const [cell, blob] of this._shown) {
      const result = this._options.results.get(cell.model.id);
      if (cell.isDisposed || outputsOf(cell.model) !== result?.run) {
        this._shown.delete(cell);
      } else if (
        result.outputs &&
        ![blob, this._asked.get(cell)].includes(result.outputs.blob)
      ) {
        void this.restore(cell);
      }
    }
  }

  private _onScheduled(
    _: unknown,
    { notebook, cell }: { notebook: Notebook; cell: { model: { id: string } } }
  ): void {
    if (notebook === this._options.panel.content) {
      this._heard.add(cell.model.id);
      // from here on its outputs come by themselves
      for (const known of [this._asked, this._shown]) {
        for (const shown of known.keys()) {
          if (shown.model.id === cell.model.id) {
            known.delete(shown);
          }
        }
      }
      this._changed.emit();
    }
  }

  private _onStatus(_: unknown, status: Kernel.ConnectionStatus): void {
    if (status !== 'connected') {
      this._isLost = true;
    } else if (this._isLost) {
      this._isLost = false;
      window.clearTimeout(this._timer);
      this._timer = window.setTimeout(() => {
        this._heard.clear();
        this._changed.emit();
      }, PATIENCE);
    }
  }

  private readonly _options: Restorer.IOptions;
  /** Cells that were executed from here: their outputs come by themselves. */
  private readonly _heard = new Set<string>();
  /** Cells whose outputs are on their way from the store. */
  private readonly _asked = new Map<CodeCell, string>();
  /** Cells whose outputs came from the store, with what was put there. */
  private readonly _shown = new Map<CodeCell, string>();
  private _isEnabled = true;
  private _isLost = false;
  private _timer = 0;
  private readonly _changed = new Signal<this, void>(this);
}

/** A namespace for `Restorer` statics. */
export namespace Restorer {
  export interface IOptions {
    panel: NotebookPanel;
    service: IRunService;
    results: CellResults;
    /** Called when something was left out of what was put below a cell. */
    onLess: () => void;
    onFault: (error: unknown) => void;
  }
}
