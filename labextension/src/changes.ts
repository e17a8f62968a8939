import { Signal, type ISignal } from '@lumino/signaling';

import { Disposable } from './disposable';
import type { Message } from './rest';
import type { IRunService } from './service';

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

/** Hears from the server what changed in one store; connects again by itself, and says so. */
export class ChangeSocket extends Disposable {
  constructor(service: IRunService, path: string) {
    super();
    this._service = service;
    this._path = path;
    this._connect();
  }

  /** Emitted with each message. */
  get received(): ISignal<this, Message> {
    return this._received;
  }

  /** Emitted when the connection is lost (false) and when it is there (true). */
  get connected(): ISignal<this, boolean> {
    return this._connected;
  }

  protected override release(): void {
    window.clearTimeout(this._timer);
    this._socket?.close();
  }

  private _connect(): void {
    const { WebSocket } = this._service.serverSettings;
    const socket = new WebSocket(this._service.changesUrl(this._path));
    socket.onopen = () => {
      this._wait = FIRST_WAIT;
      this._connected.emit(true);
    };
    socket.onmessage = event => {
      if (!this.isDisposed) {
        this._received.emit(JSON.parse(event.data as string) as Message);
      }
    };
    socket.onclose = () => this._again();
    this._socket = socket;
  }

  private _again(): void {
    if (this.isDisposed) {
      return;
    }
    this._connected.emit(false);
    this._timer = window.setTimeout(() => this._connect(), this._wait);
    this._wait = Math.min(this._wait * 2, LONGEST_WAIT);
  }

  private readonly _service: IRunService;
  private readonly _path: string;
  private _socket: WebSocket | null = null;
  private _timer = 0;
  private _wait = FIRST_WAIT;
  private readonly _received = new Signal<this, Message>(this);
  private readonly _connected = new Signal<this, boolean>(this);
}
