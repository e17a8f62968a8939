import type { Requests } from '../requests';
import type {
  BrushAnswer,
  BrushRequest,
  Chart,
  ChartRequest,
  ColumnsRequest,
  Curves,
  FirstColumns,
  Groups,
  GroupsRequest
} from '../rest';

/** Asks the server for what the board shows; `path` is the notebook whose store is meant. */
export class BoardService {
  constructor(private readonly _requests: Requests) {}

  /** Curves as numbers. */
  curves(path: string, request: ChartRequest): Promise<Curves> {
    return this._requests.send('POST', ['curves'], path, request);
  }

  /** Any chart as a Plotly figure and as a table. */
  chart(path: string, request: ChartRequest): Promise<Chart> {
    return this._requests.send('POST', ['chart'], path, request);
  }

  /** What is worth looking at first. */
  firstColumns(path: string, request: ColumnsRequest): Promise<FirstColumns> {
    return this._requests.send('POST', ['table', 'columns'], path, request);
  }

  groups(path: string, request: GroupsRequest): Promise<Groups> {
    return this._requests.send('POST', ['groups'], path, request);
  }

  /** The filter that brushes mean. */
  brush(path: string, request: BrushRequest): Promise<BrushAnswer> {
    return this._requests.send('POST', ['table', 'brush'], path, request);
  }
}
