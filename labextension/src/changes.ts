import { Signal, type ISignal } from '@lumino/signaling';

import { Disposable } from './disposable';
import type { AliveMessage, Message } from './rest';
import type { IRunService } from './service';

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
/** The server gives a sign of life every ten seconds: after so long without one nobody is there any more. */
const SILENCE = 35_000;
const LOOK = 5_000;

/** What the server says, its signs of life apart. */
export type Change = Exclude<Message, AliveMessage>;

/** Hears from the server what changed in one store; connects again by itself, and says so: also where nothing closed the
 * connection, as a laptop that slept or a network that is gone does not. */
export class ChangeSocket extends Disposable {
  constructor(service: IRunService, path: string) {
    super();
    this._service = service;
    this._path = path;
    this._look = window.setInterval(() => this._check(), LOOK);
    window.addEventListener('online', this._onWake);
    document.addEventListener('visibilitychange', this._onWake);
    this._connect();
  }

  /** Emitted with each message. */
  get received(): ISignal<this, Change> {
    return this._received;
  }

  /** Emitted when the connection is lost (false) and when it is there (true). */
  get connected(): ISignal<this, boolean> {
    return this._connected;
  }

  protected override release(): void {
    window.clearTimeout(this._timer);
    window.clearInterval(this._look);
    window.removeEventListener('online', this._onWake);
    document.removeEventListener('visibilitychange', this._onWake);
    this._socket?.close();
  }

  private _connect(): void {
    const { WebSocket } = this._service.serverSettings;
    const socket = new WebSocket(this._service.changesUrl(this._path));
    this._socket = socket;
    this._heard = null;
    this._timer = 0;
    socket.onopen = () => {
      this._wait = FIRST_WAIT;
      this._connected.emit(true);
    };
    socket.onmessage = event => {
      if (this.isDisposed || socket !== this._socket) {
        return;
      }
      const message = JSON.parse(event.data as string) as Message;
      if (message.type !== 'alive') {
        this._received.emit(message);
      } else {
        this._heard = Date.now();
      }
    };
    socket.onclose = () => {
      if (socket === this._socket) {
        this._again();
      }
    };
  }

  private _again(): void {
    if (this.isDisposed) {
      return;
    }
    this._connected.emit(false);
    this._timer = window.setTimeout(() => this._connect(), this._wait);
    this._wait = Math.min(this._wait * 2, LONGEST_WAIT);
  }

  /** Give up a connection over which nothing has come for too long; timers stand still while the machine sleeps. */
  private _check(): void {
    if (this._heard !== null && Date.now() - this._heard > SILENCE) {
      const socket = this._socket;
      this._socket = null;
      this._heard = null;
      socket?.close();
      this._wait = FIRST_WAIT;
      this._again();
    }
  }

  private readonly _onWake = (): void => {
    this._check();
    if (this._timer && !document.hidden) {
      window.clearTimeout(this._timer);
      this._connect(); // somebody looks again, or the network is back: no more waiting
    }
  };

  private readonly _service: IRunService;
  private readonly _path: string;
  private _socket: WebSocket | null = null;
  private _timer = 0;
  private _look = 0;
  /** When the last sign of life came over this connection; null until the first. */
  private _heard: number | null = null;
  private _wait = FIRST_WAIT;
  private readonly _received = new Signal<this, Change>(this);
  private readonly _connected = new Signal<this, boolean>(this);
}
