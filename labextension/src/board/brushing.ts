import type { JSONArray } from '@lumino/coreutils';

import type { Brush, Chart } from '../rest';
import type { IRunTracker } from '../tokens';
import type { BoardService } from './service';

/** What is marked in a figure: ranges by their place among its axes, or what was drawn around points. */
export interface IMarks {
  ranges?: Record<number, unknown>;
  selections?: JSONArray;
}

/** What was marked in a figure, and what that means. */
export interface IBrushed {
  marks: IMarks;
  brushes: Brush[];
}

/** A chart whose axes were brushed filters the runs everywhere, and goes on showing those that are left out. */
export class Brushing {
  constructor(
    private readonly _charts: BoardService,
    private readonly _path: string,
    private readonly _tracker: Pick<IRunTracker, 'runs' | 'brushes'>
  ) {}

  /** The filter for a card: without what was brushed in it, as long as nothing else was filtered since. */
  filterFor(card: string, filter: string): string {
    return card === this._card && filter === this._filter ? this._base : filter;
  }

  /** What is marked in a card. */
  marksOf(card: string): IMarks {
    if (card === this._coming?.card) {
      return this._coming.marks;
    }
    return card === this._card && this._runs.choice.filter === this._filter
      ? this._marks
      : {};
  }

  /** Filter by these brushes, instead of by those that were in the card before. */
  async brush(card: string, brushed: IBrushed): Promise<void> {
    const base = this.filterFor(card, this._runs.choice.filter);
    const { brushes } = brushed;
    const coming = { card, ...brushed };
    this._coming = coming;
    try {
      const filter = brushes.length
        ? (await this._charts.brush(this._path, { brushes, filter: base }))
            .filter
        : base;
      if (this._coming === coming) {
        this._take(coming, base, filter);
      }
    } finally {
      if (this._coming === coming) {
        this._coming = null;
      }
    }
  }

  private _take(
    { card, marks, brushes }: IBrushed & { card: string },
    base: string,
    filter: string
  ): void {
    const before = this._brushes;
    this._brushes = brushes;
    [this._card, this._base, this._filter] = [card, base, filter];
    this._marks = marks;
    this._coming = null;
    if (filter !== this._runs.choice.filter) {
      this._runs.choose({ filter });
    }
    this._tracker.brushes.tell({ path: this._path, before, brushes });
  }

  private get _runs() {
    return this._tracker.runs;
  }

  private _card = '';
  private _base = '';
  private _filter = '';
  private _marks: IMarks = {};
  private _brushes: readonly Brush[] = [];
  /** What was marked last, while the server is asked what it means. */
  private _coming: (IBrushed & { card: string }) | null = null;
}

/** Of the length of a range, so exactly a hand can mean its ends. */
const EXACT = 3;
const MOST_DECIMALS = 100;

/** The ends of a range with as many digits as a hand can mean. */
function rounded(low: number, high: number): [number, number] {
  const decimals = EXACT - Math.floor(Math.log10(high - low));
  const isUseful = decimals <= MOST_DECIMALS; // not where there is no length, either
  const of = (end: number) =>
    isUseful ? Number(end.toFixed(Math.max(0, decimals))) : end;
  return [of(low), of(high)];
}

/** What ranges of an axis mean: numbers between, or those of its labels that stand in them (null: runs without a value). */
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
  const [low, high] = rounded(
    Math.min(...ranges.map(([low]) => low)),
    Math.max(...ranges.map(([, high]) => high))
  );
  return { column, low, high };
}

/** So many runs a filter can name. */
export const MOST_BRUSHED = 200;

/** What ranges on the axes of parallel coordinates mean, one or several on each. */
export function brushedOn(
  ranges: readonly unknown[],
  { axes, labels }: Pick<Chart, 'axes' | 'labels'>
): IBrushed {
  const marked = ranges.flatMap((range, place) =>
    Array.isArray(range) && range.length ? [{ place, range }] : []
  );
  return {
    marks: marked.length
      ? {
          ranges: Object.fromEntries(
            marked.map(({ place, range }) => [place, range])
          )
        }
      : {},
    brushes: marked.map(({ place, range }) => {
      const several = Array.isArray(range[0]) ? range : [range];
      return brushOf(axes[place], several as number[][], labels[place]);
    })
  };
}

/** What a box around points means: a range on either axis; a lasso: these runs. */
export function brushedAround(
  { box, runs, marks }: IAround,
  { axes, labels }: Pick<Chart, 'axes' | 'labels'>
): IBrushed {
  if (!runs.length) {
    return { marks: {}, brushes: [] };
  }
  const brushes = box
    ? [box.x, box.y].map((range, place) =>
        brushOf(axes[place], [range], labels[place])
      )
    : [{ column: 'id', values: runs }];
  return { marks, brushes };
}

/** Points that were drawn around. */
export interface IAround {
  marks: IMarks;
  runs: string[];
  box?: { x: [number, number]; y: [number, number] } | null;
}
