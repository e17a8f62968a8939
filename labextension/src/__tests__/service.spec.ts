import { ServerConnection } from '@jupyterlab/services';
import { describe, expect, it, vi } from 'vitest';

import { Requests, TrackerError } from '../requests';
import { RunService } from '../service';

const BASE = 'http://localhost/user/ada/';

function answering(answer: () => Response) {
  const fetch = vi.fn<(request: Request) => Promise<Response>>(() =>
    Promise.resolve().then(answer)
  );
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: BASE,
    wsUrl: 'ws://localhost/user/ada/',
    token: 'secret',
    appendToken: true,
    fetch: fetch as unknown as typeof window.fetch
  });
  return { service: new RunService(new Requests(serverSettings)), fetch };
}

function json(status: number, body: unknown): () => Response {
  return () => new Response(JSON.stringify(body), { status });
}

async function refusal(work: Promise<unknown>): Promise<TrackerError> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TrackerError);
  return error as TrackerError;
}

describe('RunService', () => {
  it('asks below the base URL of the server, with the notebook that selects the store', async () => {
    const { service, fetch } = answering(json(200, { runs: [] }));
    await service.runs('a b/study.ipynb', {
      filter: 'metrics.acc > 0.9',
      sort: 'started',
      metric: ''
    });
    const url = new URL(fetch.mock.calls[0][0].url);
    expect(url.pathname).toBe('/user/ada/jupyter-tracker/api/runs');
    expect(url.searchParams.get('path')).toBe('a b/study.ipynb');
    expect(url.searchParams.get('filter')).toBe('metrics.acc > 0.9');
    expect(url.searchParams.has('metric')).toBe(false);
  });

  it('sends what a person changed', async () => {
    const { service, fetch } = answering(json(200, {}));
    await service.edit('study.ipynb', 'abc', { set: { name: 'best' } });
    const request = fetch.mock.calls[0][0];
    expect(request.method).toBe('PATCH');
    expect(await request.json()).toEqual({ set: { name: 'best' } });
  });

  it('an id cannot lead to another address', async () => {
    const { service, fetch } = answering(json(200, {}));
    await service.run('', '../status?x=');
    expect(new URL(fetch.mock.calls[0][0].url).pathname).toBe(
      '/user/ada/jupyter-tracker/api/runs/..%2Fstatus%3Fx%3D'
    );
  });

  it('the socket gets the token only where the server wants it in the address', () => {
    const { service } = answering(json(200, {}));
    expect(service.changesUrl('study.ipynb')).toBe(
      'ws://localhost/user/ada/jupyter-tracker/api/changes?path=study.ipynb&token=secret'
    );
    const quiet = new RunService(
      new Requests({ ...service.serverSettings, appendToken: false })
    );
    expect(quiet.changesUrl('')).not.toContain('secret');
  });
});

describe('what goes wrong', () => {
  it('a wrong filter: where it is wrong and what there is', async () => {
    const { service } = answering(
      json(400, { message: 'no metric accuracy', position: 8, names: ['acc'] })
    );
    const error = await refusal(service.runs('', {}));
    expect(error.message).toBe('no metric accuracy');
    expect(error.position).toBe(8);
    expect(error.names).toEqual(['acc']);
    expect(error.isMissing).toBe(false);
  });

  it('a run that is not there does not mean that the extension is missing', async () => {
    const { service } = answering(json(404, { message: 'no run abc' }));
    const error = await refusal(service.run('', 'abc'));
    expect(error.status).toBe(404);
    expect(error.isMissing).toBe(false);
  });

  it('a server without the extension', async () => {
    const { service } = answering(
      () => new Response('<html>404</html>', { status: 404 })
    );
    expect((await refusal(service.status(''))).isMissing).toBe(true);
  });

  it('the page of a proxy', async () => {
    const { service } = answering(
      () =>
        new Response('<html>Bad gateway</html>', {
          status: 502,
          statusText: 'Bad Gateway'
        })
    );
    const error = await refusal(service.status(''));
    expect(error.message).toBe('Bad Gateway');
    expect(error.isMissing).toBe(false);
  });

  it('a server that does not answer', async () => {
    const { service } = answering(() => {
      throw new TypeError('Failed to fetch');
    });
    const error = await refusal(service.status(''));
    expect(error.status).toBe(0);
    expect(error.message).toContain('Failed to fetch');
  });
});
