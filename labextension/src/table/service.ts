import type {
  Brush,
  BrushAnswer,
  FirstColumns,
  Groups,
  Headers,
  RunEdit,
  RunsEdited,
  SortColumn,
  TablePage,
  Views
} from '../rest';
import type { Requests } from '../requests';

/** Which runs, and in which order. */
export interface ITableQuestion {
  filter: string;
  /** `notebook`, `store`, `archived`, `trash` or `experiment:NAME`. */
  scope: string;
  sort: readonly SortColumn[];
}

/** Which part of a table: columns of the filter language, so many rows from a place on. */
export interface IPart {
  columns: readonly string[];
  offset: number;
  limit: number;
  /** Whether re-runs stand under one row. */
  fold: boolean;
}

/** Which headers: their columns, and what is brushed beside the filter. */
export interface IHeadersQuestion {
  columns: readonly string[];
  brushes: readonly Brush[];
}

/** How runs are grouped, and of which metrics and params (names) the groups tell. */
export interface IGroupsQuestion {
  by: readonly string[];
  metrics: readonly string[];
  params: readonly string[];
}

const VIEWS = 'table/';

/** What the run table asks of the server; `path` is the notebook whose store is meant. */
export class TableService {
  constructor(private readonly _requests: Requests) {}

  /** A page of the rows. */
  page(path: string, which: ITableQuestion, part: IPart): Promise<TablePage> {
    const { filter, scope, sort } = which;
    return this._ask(path, ['table'], { filter, scope, sort, ...part });
  }

  /** The rows of these runs as they are now, whatever the filter says of them. */
  these(
    path: string,
    runs: readonly string[],
    columns: readonly string[]
  ): Promise<TablePage> {
    return this._ask(path, ['table'], { runs, columns });
  }

  headers(
    path: string,
    which: ITableQuestion,
    how: IHeadersQuestion
  ): Promise<Headers> {
    const { filter, scope } = which;
    return this._ask(path, ['table', 'headers'], { filter, scope, ...how });
  }

  /** What is worth showing of these runs before anybody has chosen. */
  firstColumns(path: string, scope: string): Promise<FirstColumns> {
    return this._ask(path, ['table', 'columns'], { scope });
  }

  /** The filter that asks for all of what is brushed, and for what is typed. */
  async brushed(
    path: string,
    brushes: readonly Brush[],
    filter: string
  ): Promise<string> {
    const body = { brushes, filter };
    return (await this._ask<BrushAnswer>(path, ['table', 'brush'], body))
      .filter;
  }

  /** The groups in order, the first of them if they are very many. */
  groups(
    path: string,
    which: ITableQuestion,
    how: IGroupsQuestion
  ): Promise<Groups> {
    const { filter, scope, sort } = which;
    const body = { filter, scope, sort, ...how, ids: false };
    return this._ask(path, ['groups'], body);
  }

  /** Change several runs alike, or put them into the trash (`trash` true) or take them out. */
  change(
    path: string,
    runs: readonly string[],
    change: { edit?: RunEdit; trash?: boolean }
  ): Promise<RunsEdited> {
    return this._requests.send('PATCH', ['runs'], path, { runs, ...change });
  }

  /** The arrangements that people saved under a name. */
  async views(path: string): Promise<Record<string, unknown>> {
    const query = { path, prefix: VIEWS };
    const { views } = await this._requests.get<Views>('views', query);
    return Object.fromEntries(
      Object.entries(views).map(([key, view]) => [
        key.slice(VIEWS.length),
        view
      ])
    );
  }

  /** Save an arrangement under a name; null takes it away. */
  async saveView(path: string, name: string, value: unknown): Promise<void> {
    await this._requests.send('PUT', ['views', VIEWS + name], path, { value });
  }

  private _ask<T>(path: string, parts: string[], body: object): Promise<T> {
    return this._requests.send('POST', parts, path, body);
  }
}
