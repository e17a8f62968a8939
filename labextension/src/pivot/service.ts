import type { Requests } from '../requests';
import type { Pivot, PivotRequest } from '../rest';

/** Asks the server for pivots. */
export class PivotService {
  constructor(private readonly _requests: Requests) {}

  /** One column down, one across. */
  pivot(path: string, request: PivotRequest): Promise<Pivot> {
    return this._requests.send('POST', ['pivot'], path, request);
  }
}
