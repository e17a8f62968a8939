import { VDomModel } from '@jupyterlab/ui-components';

import { ChangeSocket, type Change } from '../changes';
import { Soon } from '../models/soon';
import type { RunItem } from '../rest';
import type { IRunService } from '../service';
import type { IStoreContext } from '../tokens';

const SETTLE = 300;
const MOST = 50;
const RUNNING = 'state == "running"';

/** What runs in the store of the active notebook, whether the panel is open or not. */
export class RunningModel extends VDomModel {
  constructor(
    private readonly _service: IRunService,
    private readonly _context: IStoreContext
  ) {
    super();
    _context.changed.connect(this._follow, this);
    this._follow();
  }

  /** The runs that go on, newest first. */
  get runs(): readonly RunItem[] {
    return this._runs;
  }

  /** The notebook whose store is meant. */
  get path(): string {
    return this._context.path;
  }

  /** Whether the server stopped telling of changes while something ran. */
  get isLost(): boolean {
    return this._isLost;
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._context.changed.disconnect(this._follow, this);
      this._socket?.dispose();
      this._soon.dispose();
      super.dispose();
    }
  }

  private _follow(): void {
    this._socket?.dispose();
    this._socket = new ChangeSocket(this._service, this.path);
    this._socket.received.connect(this._onMessage, this);
    this._socket.connected.connect((_, connected) => {
      this._isLost = !connected;
      this.stateChanged.emit();
    });
    this._show([]);
  }

  private _onMessage(_: ChangeSocket, message: Change): void {
    if (message.type === 'status') {
      this._isIdle = message.running === 0;
      this._soon.ask(); // the first message, and the first one after the connection was lost
    } else if (message.runs.length) {
      this._isIdle = false;
      this._soon.ask();
    }
  }

  private async _ask(): Promise<void> {
    const { path } = this;
    if (this._isIdle) {
      this._show([]);
      return;
    }
    try {
      const query = { scope: 'store', filter: RUNNING, limit: MOST };
      const { runs } = await this._service.runs(path, query);
      if (path === this.path) {
        this._show(runs);
      }
    } catch {
      // asked again with the next change
    }
  }

  private _show(runs: readonly RunItem[]): void {
    if (!this.isDisposed && (runs.length || this._runs.length)) {
      this._runs = runs;
      this.stateChanged.emit();
    }
  }

  private _socket: ChangeSocket | null = null;
  private readonly _soon = new Soon(SETTLE, () => this._ask());
  private _runs: readonly RunItem[] = [];
  private _isIdle = false;
  private _isLost = false;
}
