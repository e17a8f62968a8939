import { VDomModel } from '@jupyterlab/ui-components';

import type { ReplayRequest, ReplayStatus } from '../rest';
import type { RunPageModel } from './model';

const PACE = 500;

/** The replay of a run: begun, followed while it goes on and somebody looks, stopped. */
export class ReplayModel extends VDomModel {
  constructor(options: ReplayModel.IOptions) {
    super();
    this._page = options.page;
    this._onFault = options.onFault;
    this._confirm = options.confirm;
  }

  /** How it stands; null until that is known. */
  get status(): ReplayStatus | null {
    return this._status;
  }

  /** Whether the person may have code run. */
  get mayExecute(): boolean {
    const { execute, write } = this._page.rights;
    return execute && write;
  }

  get isActive(): boolean {
    return this._isActive;
  }
  set isActive(active: boolean) {
    if (active !== this._isActive) {
      this._isActive = active;
      window.clearTimeout(this._timer);
      if (active) {
        void this._look();
      }
    }
  }

  override dispose(): void {
    this.isActive = false;
    super.dispose();
  }

  /** Begin a replay. */
  async begin(request: ReplayRequest = {}): Promise<void> {
    await this._take(this._page.service.replay(...this._run, request));
    this._asked = request;
    this._soon();
  }

  async stop(): Promise<void> {
    await this._take(this._page.service.stopReplay(...this._run));
  }

  private get _run(): [path: string, id: string] {
    return [this._page.path, this._page.id];
  }

  private async _look(): Promise<void> {
    const was = this._status?.state;
    await this._take(this._page.service.replayed(...this._run), true);
    const { _status: now } = this;
    if (was === 'running' && now && now.state !== 'running') {
      void this._page.refresh(); // its verdict
      if (now.state === 'asks' && (await this._confirm(now))) {
        await this.begin({ ...this._asked, yes: true });
      }
    }
    this._soon();
  }

  private _soon(): void {
    window.clearTimeout(this._timer);
    if (this._isActive && this._status?.state === 'running') {
      this._timer = window.setTimeout(() => void this._look(), PACE);
    }
  }

  private async _take(
    answer: Promise<ReplayStatus>,
    isQuiet = false
  ): Promise<void> {
    try {
      this._status = await answer;
    } catch (error) {
      if (!isQuiet) {
        this._onFault(error);
      }
    }
    if (!this.isDisposed) {
      this.stateChanged.emit();
    }
  }

  private readonly _page: RunPageModel;
  private readonly _onFault: (error: unknown) => void;
  private readonly _confirm: (status: ReplayStatus) => Promise<boolean>;
  private _status: ReplayStatus | null = null;
  private _asked: ReplayRequest = {};
  private _isActive = false;
  private _timer = 0;
}

/** A namespace for `ReplayModel` statics. */
export namespace ReplayModel {
  export interface IOptions {
    page: RunPageModel;
    onFault: (error: unknown) => void;
    /** Asks a person whether to go on although it does more than compute. */
    confirm: (status: ReplayStatus) => Promise<boolean>;
  }
}
