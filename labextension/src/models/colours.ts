import type { IDisposable } from '@lumino/disposable';
import { Signal, type ISignal } from '@lumino/signaling';

import type { IRunService } from '../service';

/** Okabe-Ito, which colour-blind people can tell apart, then lighter and darker steps of the same hues. */
export const PALETTE: readonly string[] = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#d55e00',
  '#cc79a7',
  '#56b4e9',
  '#b5a900',
  '#7f7f7f',
  '#4c9fd4',
  '#b97f00',
  '#33c79b',
  '#a34700',
  '#a1527f',
  '#2f86b5',
  '#857c00',
  '#4d4d4d'
];

const KEY = 'colours';
const SAVE_AFTER = 1500;
const MOST_KEPT = 2000;

/** Gives each run the colour that it has everywhere, and keeps it in the store. */
export class Colours implements IDisposable {
  constructor(service: IRunService) {
    this._service = service;
  }

  /** Emitted when colours came from the store. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    window.clearTimeout(this._timer);
    Signal.clearData(this);
  }

  /** Take the colours of another store. */
  async follow(path: string): Promise<void> {
    this._path = path;
    this._places = new Map();
    let kept: unknown;
    try {
      kept = await this._service.view(path, KEY);
    } catch {
      return; // the panel says that the server cannot be asked; colours are given anew meanwhile
    }
    if (this._isDisposed || this._path !== path) {
      return;
    }
    for (const [id, place] of Object.entries(kept ?? {})) {
      if (Number.isInteger(place)) {
        this._places.set(id, place as number);
      }
    }
    this._changed.emit();
  }

  /** The colour that a run was given, if it was. */
  known(id: string): string | null {
    const place = this._places.get(id);
    return place === undefined ? null : PALETTE[place % PALETTE.length];
  }

  /** Make sure that each of the runs shown has a colour: the one least used among them. */
  assign(shown: readonly string[]): void {
    const missing = shown.filter(id => !this._places.has(id));
    if (!missing.length) {
      return;
    }
    const used = new Array<number>(PALETTE.length).fill(0);
    for (const id of shown) {
      const place = this._places.get(id);
      if (place !== undefined) {
        used[place % PALETTE.length] += 1;
      }
    }
    for (const id of missing) {
      const place = used.indexOf(Math.min(...used));
      used[place] += 1;
      this._places.set(id, place);
    }
    this._save();
  }

  private _save(): void {
    window.clearTimeout(this._timer);
    const path = this._path;
    this._timer = window.setTimeout(() => {
      const newest = [...this._places].slice(-MOST_KEPT);
      this._service
        .setView(path, KEY, Object.fromEntries(newest))
        .catch(() => undefined); // a store that cannot be written keeps no colours
    }, SAVE_AFTER);
  }

  private readonly _service: IRunService;
  private _path = '';
  private _places = new Map<string, number>();
  private _timer = 0;
  private _isDisposed = false;
  private readonly _changed = new Signal<this, void>(this);
}
