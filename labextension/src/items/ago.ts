import type { TranslationBundle } from '@jupyterlab/translation';

import { elapsed, shortNumber } from '../format';

/** How long ago a moment (unix seconds) was: `3 min ago`. */
export function ago(
  time: number,
  now: number,
  trans: TranslationBundle
): string {
  const seconds = Math.max(0, now - time);
  if (seconds < 10) {
    return trans.__('just now');
  }
  if (seconds < 60) {
    return trans.__('%1 s ago', Math.floor(seconds));
  }
  if (seconds < 3600) {
    return trans.__('%1 min ago', Math.floor(seconds / 60));
  }
  if (seconds < 86400) {
    return trans.__('%1 h ago', Math.floor(seconds / 3600));
  }
  return trans.__('%1 d ago', Math.floor(seconds / 86400));
}

/** How long a run has been running, and how far its curves have come: `00:42 · step 340`. */
export function progress(
  run: { started: number | null; step?: number | null },
  now: number,
  trans: TranslationBundle
): string {
  const time = elapsed(now - (run.started ?? now));
  return run.step === null || run.step === undefined
    ? time
    : trans.__('%1 · step %2', time, shortNumber(run.step));
}
