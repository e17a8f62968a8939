import type { Requests } from '../requests';
import type {
  Configurations,
  ConfigurationsRequest,
  ModelTable,
  Moved,
  MovedRequest
} from '../rest';

/** Asks what many runs say together: what moved a metric, which configurations differ, models side by side. */
export class FindingsService {
  constructor(private readonly _requests: Requests) {}

  /** What changed between two runs, ranked by what history says it does. */
  moved(path: string, request: MovedRequest): Promise<Moved> {
    return this._requests.send('POST', ['moved'], path, request);
  }

  /** Configurations with their seeds, and whether they differ. */
  configurations(
    path: string,
    request: ConfigurationsRequest
  ): Promise<Configurations> {
    return this._requests.send('POST', ['configurations'], path, request);
  }

  /** The fitted statistical models of runs, side by side. */
  models(path: string, runs: readonly string[]): Promise<ModelTable> {
    return this._requests.send('POST', ['models'], path, { runs });
  }
}
