import { Signal, type ISignal } from '@lumino/signaling';

import { Disposable } from '../disposable';
import { layoutFrom, type ITableLayout } from './layout';
import type { TableService } from './service';

/** The arrangements that people saved under a name: in the store, so that all who use it have them. */
export class SavedViews extends Disposable {
  constructor(
    private readonly _service: TableService,
    private readonly _path: string
  ) {
    super();
  }

  /** Emitted when there are others. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Their names, in order. */
  get names(): readonly string[] {
    return [...this._known.keys()].sort((a, b) => a.localeCompare(b));
  }

  of(name: string): ITableLayout | null {
    return this._known.get(name) ?? null;
  }

  async refresh(): Promise<void> {
    const views = await this._service.views(this._path);
    const known = new Map(
      Object.entries(views).map(([name, kept]) => [name, layoutFrom(kept)])
    );
    if (JSON.stringify([...known]) !== JSON.stringify([...this._known])) {
      this._known = known;
      this._changed.emit();
    }
  }

  /** Save an arrangement; null takes the one of this name away. */
  async save(name: string, layout: ITableLayout | null): Promise<void> {
    await this._service.saveView(this._path, name, layout);
    await this.refresh();
  }

  private _known: ReadonlyMap<string, ITableLayout> = new Map();
  private readonly _changed = new Signal<this, void>(this);
}
