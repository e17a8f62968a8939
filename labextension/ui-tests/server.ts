import { spawn, type ChildProcess } from 'node:child_process';
import { HOME, PORT } from './place';

/** A Jupyter server of a test's own, below another address, that can be killed and come back. */
export class OwnServer {
  /** Where it is: as JupyterHub places the server of a user with a blank in the name. */
  readonly base = `http://localhost:${PORT + 1}/user/a%20b`;

  /** Start it, and wait until it answers; `onlyReads`: nobody may change runs or run code there. */
  async start(onlyReads = false): Promise<void> {
    const config = 'labextension/ui-tests/jupyter_config.py';
    this._process = spawn(
      'jupyter',
      ['lab', '--config', config, '--ServerApp.base_url=/user/a%20b/'],
      {
        stdio: 'ignore',
        env: {
          ...process.env,
          JUPYTER_CONFIG_DIR: `${HOME}/config`,
          JUPYTER_RUNTIME_DIR: `${HOME}/own-runtime`,
          IPYTHONDIR: `${HOME}/ipython`,
          JUPYTER_TRACKER_TEST_HOME: HOME,
          JUPYTER_TRACKER_TEST_PORT: String(PORT + 1),
          JUPYTER_TRACKER_STORE: '',
          JUPYTER_TRACKER_TEST_ONLY_READS: onlyReads ? '1' : '',
          PYTHONPATH: process.cwd()
        }
      }
    );
    const { _process: server } = this;
    process.once('exit', () => server.kill('SIGKILL'));
    while (server.exitCode === null) {
      const answer = await fetch(`${this.base}/api/status`).catch(() => null);
      if (answer?.ok) {
        return;
      }
      await new Promise(resolve => setTimeout(resolve, 200));
    }
    throw new Error(`The server at ${this.base} did not start.`);
  }

  /** End it without a word, as a machine that is switched off. */
  async kill(): Promise<void> {
    const ended = new Promise(resolve => this._process?.once('exit', resolve));
    if (this._process?.kill('SIGKILL')) {
      await ended;
    }
    this._process = null;
  }

  private _process: ChildProcess | null = null;
}
