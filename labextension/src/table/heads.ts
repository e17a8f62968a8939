import { Signal, type ISignal } from '@lumino/signaling';

import { Disposable } from '../disposable';
import type { Brush, Header } from '../rest';

/** The headers of the columns, by their names. */
export class Heads extends Disposable {
  constructor(
    private readonly _ask: (columns: readonly string[]) => Promise<Header[]>
  ) {
    super();
  }

  /** Emitted when newer ones are there. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  of(column: string): Header | null {
    return this._known.get(column) ?? null;
  }

  /** Ask for these anew; those that are there stay until then. */
  async follow(columns: readonly string[]): Promise<void> {
    const turn = (this._turn += 1);
    if (!columns.length) {
      return;
    }
    const headers = await this._ask(columns);
    if (turn === this._turn && !this.isDisposed) {
      this._known = new Map(headers.map(head => [head.column, head]));
      this._changed.emit();
    }
  }

  private _turn = 0;
  private _known: ReadonlyMap<string, Header> = new Map();
  private readonly _changed = new Signal<this, void>(this);
}

/** What a person takes of a header's bars: all from one bar to another, both of them in it. */
export function brushOf(
  header: Header,
  from: number,
  to: number
): Brush | null {
  const { column, bins, categories } = header;
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  if (bins?.[first] && bins[last]) {
    const { low } = bins[first];
    const { high } = bins[last];
    if (header.whole) {
      // their bars reach half way to the next number
      return { column, low: low + 0.5, high: high - 0.5 };
    }
    return {
      column,
      low: readable(low, bins[first].high - low, Math.floor),
      high: readable(high, high - bins[last].low, Math.ceil)
    };
  }
  const values = (categories ?? []).slice(first, last + 1).map(valueOf);
  return values.length ? { column, values } : null;
}

/** An end of a bar with no more digits than tell it from the other end, a thousandth of the bar beyond it at most. */
function readable(
  end: number,
  width: number,
  outwards: (value: number) => number
): number {
  const decimals = 3 - Math.floor(Math.log10(width));
  if (!(decimals > 0 && decimals <= 15)) {
    return end;
  }
  const near = Number(end.toFixed(decimals));
  const step = 10 ** -decimals;
  const isBeyond = outwards === Math.floor ? near <= end : near >= end;
  return isBeyond
    ? near
    : Number(
        (near + (outwards === Math.floor ? -step : step)).toFixed(decimals)
      );
}

/** The same brush with one category more, or without it; null where nothing is left. */
export function withCategory(
  header: Header,
  brush: Brush | null,
  place: number
): Brush | null {
  const category = header.categories?.[place];
  if (!category) {
    return brush;
  }
  const value = valueOf(category);
  const before = brush?.values ?? [];
  const values = before.includes(value)
    ? before.filter(other => other !== value)
    : [...before, value];
  return values.length ? { column: header.column, values } : null;
}

/** Whether a bar lies within what is brushed. */
export function isBrushed(
  header: Header,
  brush: Brush,
  place: number
): boolean {
  const bin = header.bins?.[place];
  if (bin) {
    const middle = header.whole
      ? (bin.low + bin.high) / 2
      : bin.low + (bin.high - bin.low) / 2;
    return (
      middle >= (brush.low ?? -Infinity) && middle <= (brush.high ?? Infinity)
    );
  }
  const category = header.categories?.[place];
  return (
    category !== undefined && (brush.values ?? []).includes(valueOf(category))
  );
}

/** What a category is in a filter: truth values are numbers there. */
function valueOf(category: { value: string; filter: string }): string | number {
  const written = /== (-?[\d.e+-]+)$/.exec(category.filter);
  return written ? Number(written[1]) : category.value;
}
