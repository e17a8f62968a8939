import type { CellList, CellVersions, VersionsRequest } from '../rest';
import type { Requests } from '../requests';

/** Asks the server what the cells of a notebook have made. */
export class CellService {
  constructor(private readonly _requests: Requests) {}

  /** The latest result of each cell of the notebook; only of the cells of these runs, where some are given. */
  cells(path: string, runs: readonly string[] = []): Promise<CellList> {
    return this._requests.get('cells', { path, runs: runs.join(',') });
  }

  /** The runs of one cell with their sources, and what differs from there to the cell as it is now. */
  versions(path: string, request: VersionsRequest): Promise<CellVersions> {
    return this._requests.send('POST', ['cells', 'versions'], path, request);
  }
}
