import { VDomModel } from '@jupyterlab/ui-components';

import type { RunRecord } from '../rest';
import type { RunPageModel } from './model';

/** Something about a run that takes its time: asked for while somebody looks at it, and again when the run has changed. */
export class Asked<T> extends VDomModel {
  constructor(
    page: RunPageModel,
    private readonly _ask: () => Promise<T>,
    /** What is another when it must be asked again. */
    private readonly _keyOf: (record: RunRecord) => string = ({
      state,
      parts,
      pending
    }) => JSON.stringify([state, parts.length, pending])
  ) {
    super();
    this._page = page;
    page.stateChanged.connect(this._onPage, this);
  }

  /** The answer; null until it is there. */
  get answer(): T | null {
    return this._answer;
  }

  /** Why there is no answer. */
  get error(): string {
    return this._error;
  }

  get isActive(): boolean {
    return this._isActive;
  }
  set isActive(active: boolean) {
    this._isActive = active;
    this._onPage();
  }

  private _onPage(): void {
    const { record } = this._page;
    if (!this._isActive || !record) {
      return;
    }
    const key = this._keyOf(record);
    if (key !== this._key) {
      this._key = key;
      void this._refresh();
    }
  }

  private async _refresh(): Promise<void> {
    try {
      this._answer = await this._ask();
      this._error = '';
    } catch (error) {
      this._error = (error as Error).message;
    }
    if (!this.isDisposed) {
      this.stateChanged.emit();
    }
  }

  private readonly _page: RunPageModel;
  private _answer: T | null = null;
  private _error = '';
  private _key = '';
  private _isActive = false;
}
