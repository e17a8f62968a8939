import { VDomModel } from '@jupyterlab/ui-components';

import type { TableContent } from '../rest';
import type { RunPageModel } from './model';

/** The small tables of a run with their rows, asked for while they can be seen. */
export class TablesModel extends VDomModel {
  constructor(page: RunPageModel) {
    super();
    this._page = page;
    page.stateChanged.connect(this._onPage, this);
  }

  /** The tables whose rows are there, by their place in the record. */
  get tables(): ReadonlyMap<number, TableContent> {
    return this._tables;
  }

  get isActive(): boolean {
    return this._isActive;
  }
  set isActive(active: boolean) {
    this._isActive = active;
    void this._ask();
  }

  private _onPage(): void {
    void this._ask();
  }

  private async _ask(): Promise<void> {
    const infos = this._isActive ? (this._page.record?.tables ?? []) : [];
    const wanted = infos
      .map((info, place) => ({ place, key: JSON.stringify(info) }))
      .filter(({ place, key }) => this._asked.get(place) !== key);
    for (const { place, key } of wanted) {
      this._asked.set(place, key);
      try {
        this._tables.set(place, await this._page.table(place));
      } catch {
        this._asked.delete(place); // asked again with the next change
      }
    }
    if (wanted.length && !this.isDisposed) {
      this.stateChanged.emit();
    }
  }

  private readonly _page: RunPageModel;
  private readonly _tables = new Map<number, TableContent>();
  private readonly _asked = new Map<number, string>();
  private _isActive = false;
}
