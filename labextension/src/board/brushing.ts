import type { RunsModel } from '../models/runs';
import type { Brush } from '../rest';
import type { BoardService } from './service';

/** Ranges by their place among a figure's axes, and what they mean. */
export interface IBrushed {
  ranges: Record<number, unknown>;
  brushes: Brush[];
}

/** A chart whose axes were brushed filters the runs everywhere, and goes on showing those that are left out. */
export class Brushing {
  constructor(
    private readonly _charts: BoardService,
    private readonly _path: string,
    private readonly _runs: RunsModel
  ) {}

  /** The filter for a card: without what was brushed in it, as long as nothing else was filtered since. */
  filterFor(card: string, filter: string): string {
    return card === this._card && filter === this._filter ? this._base : filter;
  }

  /** The ranges that stand in a card. */
  rangesOf(card: string): Record<number, unknown> {
    return card === this._card && this._runs.choice.filter === this._filter
      ? this._ranges
      : {};
  }

  /** Filter by these brushes, instead of by those that were in the card before. */
  async brush(card: string, { ranges, brushes }: IBrushed): Promise<void> {
    const base = this.filterFor(card, this._runs.choice.filter);
    const filter = brushes.length
      ? (await this._charts.brush(this._path, { brushes, filter: base })).filter
      : base;
    [this._card, this._base, this._filter] = [card, base, filter];
    this._ranges = ranges;
    if (filter !== this._runs.choice.filter) {
      this._runs.choose({ filter });
    }
  }

  private _card = '';
  private _base = '';
  private _filter = '';
  private _ranges: Record<number, unknown> = {};
}

const DIGITS = 4;

/** As many digits as a hand can mean. */
function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

/** What ranges of an axis of parallel coordinates mean: numbers between, or those of its labels that stand in them (null: runs without a value). */
export function brushOf(
  column: string,
  ranges: readonly (readonly number[])[],
  labels: readonly (string | number | null)[] | null
): Brush {
  if (labels) {
    const inside = labels.filter((_, place) =>
      ranges.some(([low, high]) => low <= place && place <= high)
    );
    return {
      column,
      values: inside.filter(label => label !== null),
      missing: inside.includes(null)
    };
  }
  return {
    column,
    low: rounded(Math.min(...ranges.map(([low]) => low))),
    high: rounded(Math.max(...ranges.map(([, high]) => high)))
  };
}
