import type { IStateDB } from '@jupyterlab/statedb';

const KEY = 'jupyter-tracker:filter-history';
const MOST = 30;

/** The filters that were asked for last, newest first; they survive a reload. */
export class FilterHistory {
  constructor(private readonly _state: IStateDB | null) {
    void _state?.fetch(KEY).then(kept => {
      if (Array.isArray(kept)) {
        const texts = kept.filter(text => typeof text === 'string');
        this._filters = [...new Set([...this._filters, ...texts])];
      }
    });
  }

  get filters(): readonly string[] {
    return this._filters;
  }

  /** This one was asked for, and was understood. */
  add(filter: string): void {
    const text = filter.trim();
    if (text && text !== this._filters[0]) {
      const others = this._filters.filter(other => other !== text);
      this._filters = [text, ...others].slice(0, MOST);
      void this._state?.save(KEY, this._filters);
    }
  }

  private _filters: string[] = [];
}
