import { VDomModel } from '@jupyterlab/ui-components';
import { Signal } from '@lumino/signaling';

import { ChangeSocket, type Change } from '../changes';
import type { IRunService } from '../service';
import { Soon } from './soon';

const SETTLE = 400;

/** A model of some runs that is kept fresh while it can be seen, and asks nothing while it cannot. */
export abstract class LiveModel extends VDomModel {
  constructor(
    readonly service: IRunService,
    /** The notebook whose store is meant. */
    readonly path: string
  ) {
    super();
  }

  /** Whether somebody looks. */
  get isActive(): boolean {
    return this._socket !== null;
  }
  set isActive(active: boolean) {
    if (active === this.isActive || this.isDisposed) {
      return;
    }
    this._socket?.dispose();
    this._socket = null;
    this._isLost = false;
    if (active) {
      const socket = new ChangeSocket(this.service, this.path);
      socket.received.connect(this._onMessage, this);
      socket.connected.connect(this._onConnected, this);
      this._socket = socket;
      void this.refresh();
    }
  }

  /** Whether the server stopped telling of changes; it is being asked to go on. */
  get isLost(): boolean {
    return this._isLost;
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._socket?.dispose();
    this._socket = null;
    this._soon.dispose();
    Signal.clearData(this);
    super.dispose();
  }

  /** Ask for everything again. */
  abstract refresh(): Promise<void>;

  /** Whether any of these runs is shown here. */
  protected abstract concerns(runs: readonly string[]): boolean;

  private _onMessage(_: ChangeSocket, message: Change): void {
    if (message.type === 'changed' && this.concerns(message.runs)) {
      this._soon.ask();
    }
  }

  private _onConnected(_: ChangeSocket, connected: boolean): void {
    if (connected === this._isLost) {
      this._isLost = !connected;
      this.stateChanged.emit();
      if (connected) {
        void this.refresh();
      }
    }
  }

  private _socket: ChangeSocket | null = null;
  private _isLost = false;
  private readonly _soon = new Soon(SETTLE, () => this.refresh());
}
