import { Signal, type ISignal } from '@lumino/signaling';

import { ChangeSocket, type Change } from '../changes';
import { Disposable } from '../disposable';
import { Soon } from '../models/soon';
import type { CellResult } from '../rest';
import type { IRunService } from '../service';
import type { CellService } from './service';

const SETTLE = 150;
/** Beyond so many runs at once all cells are asked for. */
const MOST_ASKED = 100;

/** The latest result of each cell of one notebook, kept fresh; no kernel is asked. */
export class CellResults extends Disposable {
  constructor(options: CellResults.IOptions) {
    super();
    this._cells = options.cells;
    this.path = options.path;
    this._socket = new ChangeSocket(options.service, options.path);
    this._socket.received.connect(this._onMessage, this);
    this._socket.connected.connect(this._onConnected, this);
    this._soon.ask();
  }

  /** The server path of the notebook. */
  readonly path: string;

  /** Emitted when results are otherwise than they were. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The latest result of a cell, if it made a run. */
  get(cell: string): CellResult | undefined {
    return this._results.get(cell);
  }

  /** Whether the store tells of changes at the moment. */
  get isLost(): boolean {
    return this._isLost;
  }

  protected override release(): void {
    this._socket.dispose();
    this._soon.dispose();
  }

  private _onMessage(_: ChangeSocket, message: Change): void {
    if (message.type === 'changed' && message.runs.length) {
      message.runs.forEach(run => this._stale?.add(run));
      this._soon.ask();
    }
  }

  private _onConnected(_: ChangeSocket, connected: boolean): void {
    if (connected && this._isLost) {
      this._stale = null; // nobody knows what changed meanwhile
      this._soon.ask();
    }
    if (connected === this._isLost) {
      this._isLost = !connected;
      this._changed.emit();
    }
  }

  private async _ask(): Promise<void> {
    const stale = this._stale;
    const runs = stale && stale.size <= MOST_ASKED ? [...stale] : [];
    this._stale = new Set();
    try {
      const { cells } = await this._cells.cells(this.path, runs);
      if (!this.isDisposed && this._take(cells, runs)) {
        this._changed.emit();
      }
    } catch {
      this._stale = null; // all are asked for with the next change, or when the connection is back
    }
  }

  /** Take an answer; whether it says anything new. */
  private _take(
    cells: readonly CellResult[],
    runs: readonly string[]
  ): boolean {
    const told = new Map(cells.map(cell => [cell.cell_id, cell]));
    let isNew = false;
    for (const [id, { run }] of this._results) {
      if (!told.has(id) && (!runs.length || runs.includes(run))) {
        isNew = this._results.delete(id) || isNew; // its last run went to the trash
      }
    }
    for (const [id, cell] of told) {
      if (JSON.stringify(cell) !== JSON.stringify(this._results.get(id))) {
        this._results.set(id, cell);
        isNew = true;
      }
    }
    return isNew;
  }

  private readonly _cells: CellService;
  private readonly _socket: ChangeSocket;
  private readonly _results = new Map<string, CellResult>();
  /** Runs that changed since they were asked for; null: nobody knows which. */
  private _stale: Set<string> | null = null;
  private _isLost = false;
  private readonly _soon = new Soon(SETTLE, () => this._ask());
  private readonly _changed = new Signal<this, void>(this);
}

/** A namespace for `CellResults` statics. */
export namespace CellResults {
  export interface IOptions {
    service: IRunService;
    cells: CellService;
    path: string;
  }
}
