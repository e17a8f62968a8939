import { Signal, type ISignal } from '@lumino/signaling';

/** The runs selected for actions, in the order in which they were. */
export class Selection {
  /** Emitted when something else is selected. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get ids(): readonly string[] {
    return this._ids;
  }

  has(id: string): boolean {
    return this._known.has(id);
  }

  /** Add it, or take it away. */
  toggle(id: string): void {
    this._anchor = id;
    this._set(
      this.has(id)
        ? this._ids.filter(other => other !== id)
        : [...this._ids, id]
    );
  }

  /** Select this one alone. */
  only(id: string): void {
    this._anchor = id;
    this._set([id]);
  }

  /** Select all from the last one toggled to this one, as they stand in `order`. */
  extend(id: string, order: readonly string[]): void {
    const from = this._anchor === null ? -1 : order.indexOf(this._anchor);
    const to = order.indexOf(id);
    if (from < 0 || to < 0) {
      this.toggle(id);
      return;
    }
    const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
    this._set([...new Set([...this._ids, ...range])]);
  }

  /** Select these too. */
  add(ids: readonly string[]): void {
    this._anchor = ids[ids.length - 1] ?? this._anchor;
    this._set([...new Set([...this._ids, ...ids])]);
  }

  clear(): void {
    this._anchor = null;
    if (this._ids.length) {
      this._set([]);
    }
  }

  private _set(ids: string[]): void {
    this._ids = ids;
    this._known = new Set(ids);
    this._changed.emit();
  }

  private _ids: readonly string[] = [];
  private _known: ReadonlySet<string> = new Set();
  private _anchor: string | null = null;
  private readonly _changed = new Signal<this, void>(this);
}
