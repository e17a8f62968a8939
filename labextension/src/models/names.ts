import type { Names } from '../rest';
import type { IRunService } from '../service';

const KEPT = 3000;

/** The names of a store; new ones come up rarely, so they are not asked for with every point. */
export class KnownNames {
  constructor(private readonly _service: IRunService) {}

  /** The names of the store of `path`, at most a few seconds old. */
  async of(path: string): Promise<Names> {
    if (!this._names || path !== this._path || Date.now() > this._until) {
      this._names = await this._service.names(path);
      this._path = path;
      this._until = Date.now() + KEPT;
    }
    return this._names;
  }

  private _path = '';
  private _until = 0;
  private _names: Names | null = null;
}
