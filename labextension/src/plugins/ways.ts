import { Notification } from '@jupyterlab/apputils';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { SaveRequest } from '../rest';
import type { IRunTracker } from '../tokens';

/** An argument of a command that is a text, else nothing. */
export function text(argument: unknown): string | undefined {
  return typeof argument === 'string' && argument ? argument : undefined;
}

/** The notebook whose store is meant: the one given (after a reload), else the active one. */
export function pathOf(
  tracker: IRunTracker,
  args: ReadonlyPartialJSONObject
): string {
  return typeof args.path === 'string' ? args.path : tracker.context.path;
}

/** Say what went wrong. */
export function onFault(error: unknown): void {
  Notification.error((error as Error).message, { autoClose: 8000 });
}

/** Write something of a run into a new file, and open that. */
export async function saveOfRun(
  tracker: IRunTracker,
  commands: CommandRegistry,
  what: { path: string; run: string; request: SaveRequest }
): Promise<void> {
  try {
    const { path, run, request } = what;
    const answer = await tracker.service.save(path, run, request);
    await commands.execute('docmanager:open', { path: answer.path });
    for (const said of answer.mind) {
      Notification.info(said, { autoClose: 8000 });
    }
  } catch (error) {
    onFault(error);
  }
}
