import { Signal, type ISignal } from '@lumino/signaling';

import { Disposable } from '../disposable';
import type { IRunService } from '../service';

/** Okabe-Ito without black and yellow, then steps between them: those of reports and cards (`render/palette.py`). */
export const PALETTE: readonly string[] = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#5b6fd6',
  '#b0413e',
  '#6b8e23',
  '#9467bd',
  '#a07c2c',
  '#3f8f9f'
];

const KEY = 'colours';
const SAVE_AFTER = 1500;
const MOST_KEPT = 2000;

/** Gives each run the colour that it has everywhere, and keeps it in the store. */
export class Colours extends Disposable {
  constructor(service: IRunService) {
    super();
    this._service = service;
  }

  /** Emitted when colours came from the store. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Take the colours of this store; the same again where they are already on their way. */
  follow(path: string): Promise<void> {
    if (this._reading === null || path !== this._path) {
      if (path !== this._path) {
        this._places = new Map();
      }
      this._path = path;
      this._reading = this._read(path);
    }
    return this._reading;
  }

  /** Wait for the colours of the store that is followed; of this one where none is yet. */
  ready(path: string): Promise<void> {
    return (
      this._reading ??
      (this._path === null ? this.follow(path) : Promise.resolve())
    );
  }

  /** The colour that a run was given, if it was. */
  known(id: string): string | null {
    const place = this._places.get(id);
    return place === undefined ? null : PALETTE[place % PALETTE.length];
  }

  /** Make sure that each of the runs shown has a colour: the one least used among them. */
  assign(shown: readonly string[]): void {
    if (this._reading) {
      // the store may know better: once it has answered
      this._wanted = [...new Set([...this._wanted, ...shown])];
      return;
    }
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

  protected override release(): void {
    window.clearTimeout(this._timer);
  }

  private async _read(path: string): Promise<void> {
    let kept: unknown = null;
    try {
      kept = await this._service.view(path, KEY);
    } catch {
      // the panel says that the server cannot be asked; colours are given anew meanwhile
    }
    if (this.isDisposed || this._path !== path) {
      return;
    }
    for (const [id, place] of Object.entries(kept ?? {})) {
      if (Number.isInteger(place)) {
        this._places.set(id, place as number);
      }
    }
    const wanted = this._wanted;
    this._wanted = [];
    this._reading = null;
    this.assign(wanted);
    this._changed.emit();
  }

  private _save(): void {
    const path = this._path;
    if (path === null) {
      return; // nobody knows yet where they belong
    }
    window.clearTimeout(this._timer);
    this._timer = window.setTimeout(() => {
      const newest = [...this._places].slice(-MOST_KEPT);
      this._service
        .setView(path, KEY, Object.fromEntries(newest))
        .catch(() => undefined); // a store that cannot be written keeps no colours
    }, SAVE_AFTER);
  }

  private readonly _service: IRunService;
  private _path: string | null = null;
  private _reading: Promise<void> | null = null;
  private _wanted: readonly string[] = [];
  private _places = new Map<string, number>();
  private _timer = 0;
  private readonly _changed = new Signal<this, void>(this);
}
