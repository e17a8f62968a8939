import type { RunItem } from '../rest';

/** How many runs are asked for at once. */
export const PAGE = 100;

/** A long list of which only the pages that were looked at are there. */
export class Paged<T extends { id: string }> {
  /** How many runs the filter and the scope leave. */
  total = 0;

  /** The run at a place; null while its page is not there. */
  at(place: number): T | null {
    return this._pages.get(Math.floor(place / PAGE))?.[place % PAGE] ?? null;
  }

  /** All runs that are there, in their order. */
  get loaded(): T[] {
    return this.pages.flatMap(page => this.onPage(page));
  }

  /** The pages that are there, in their order. */
  get pages(): number[] {
    return [...this._pages.keys()].sort((a, b) => a - b);
  }

  /** The runs of a page that is there. */
  onPage(page: number): readonly T[] {
    return this._pages.get(page) ?? [];
  }

  /** The place of a run that is there, else -1. */
  placeOf(id: string): number {
    for (const [page, runs] of this._pages) {
      const place = runs.findIndex(run => run.id === id);
      if (place >= 0) {
        return page * PAGE + place;
      }
    }
    return -1;
  }

  /** A run that is there, by its id. */
  find(id: string): T | null {
    const place = this.placeOf(id);
    return place < 0 ? null : this.at(place);
  }

  /** Take what the server answered for a page. */
  set(page: number, runs: T[], total: number): void {
    this._pages.set(page, runs);
    this.total = total;
  }

  has(page: number): boolean {
    return this._pages.has(page);
  }

  clear(): void {
    this._pages.clear();
    this.total = 0;
  }

  /** Forget all pages but these. */
  keepOnly(pages: readonly number[]): void {
    for (const page of [...this._pages.keys()]) {
      if (!pages.includes(page)) {
        this._pages.delete(page);
      }
    }
  }

  private readonly _pages = new Map<number, T[]>();
}

/** The runs of the panel. */
export class PagedRuns extends Paged<RunItem> {}
