import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import type { Problem } from './rest';

const API = 'jupyter-tracker/api';

/** What the server said when it refused, or why it could not be asked. */
export class TrackerError extends Error {
  constructor(
    message: string,
    /** The HTTP status; 0 where there was no answer at all. */
    readonly status: number,
    /** Where in the filter, in characters. */
    readonly position: number | null = null,
    /** What could have been meant. */
    readonly names: readonly string[] = [],
    isMissing = false
  ) {
    super(message);
    this.name = 'TrackerError';
    this.isMissing = isMissing;
  }

  /** Whether the server has no such extension. */
  readonly isMissing: boolean;
}

/** Sends requests to the server extension; the only code that does. */
export class Requests {
  constructor(
    readonly settings: ServerConnection.ISettings = ServerConnection.makeSettings()
  ) {}

  /** The address of something, of which the parts are no addresses themselves. */
  url(parts: string[]): string {
    return URLExt.join(
      this.settings.baseUrl,
      API,
      ...parts.map(encodeURIComponent)
    );
  }

  /** Ask; what is undefined or empty in the query is left out. */
  get<T>(parts: string | string[], query: object): Promise<T> {
    const given = Object.entries(query).filter(
      ([, value]) => value !== undefined && value !== ''
    );
    const url =
      this.url(typeof parts === 'string' ? [parts] : parts) +
      URLExt.objectToQueryString(Object.fromEntries(given));
    return this.request<T>(url, {});
  }

  /** Send a body; `path` is the notebook whose store is meant. */
  send<T>(
    method: string,
    parts: string[],
    path: string,
    body: object = {}
  ): Promise<T> {
    const url = this.url(parts) + URLExt.objectToQueryString({ path });
    return this.request<T>(url, { method, body: JSON.stringify(body) });
  }

  /** The address of a WebSocket. */
  socketUrl(part: string, path: string): string {
    const { wsUrl, token, appendToken } = this.settings;
    const query: Record<string, string> = { path };
    if (appendToken && token) {
      query.token = token;
    }
    return URLExt.join(wsUrl, API, part) + URLExt.objectToQueryString(query);
  }

  /** The answer to a request. Rejects with a `TrackerError`. */
  async request<T>(url: string, init: RequestInit): Promise<T> {
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(url, init, this.settings);
    } catch (error) {
      throw new TrackerError((error as Error).message, 0);
    }
    const text = await response.text();
    if (!response.ok) {
      throw Private.problem(response, text);
    }
    return JSON.parse(text) as T;
  }
}

namespace Private {
  export function problem(response: Response, text: string): TrackerError {
    let said: Partial<Problem> = {};
    let isOurs = true;
    try {
      said = JSON.parse(text) as Problem;
    } catch {
      isOurs = false; // the page of a proxy, or of a server without the extension
    }
    return new TrackerError(
      said.message ?? response.statusText,
      response.status,
      said.position ?? null,
      said.names ?? [],
      response.status === 404 && !isOurs
    );
  }
}
