import { rmSync } from 'node:fs';
import { HOME, HOME_PREFIX } from './place';

/** Throws away the folder of this round, if it is one that was made for it. */
export default function teardown(): void {
  if (HOME.startsWith(HOME_PREFIX)) {
    rmSync(HOME, { recursive: true, force: true, maxRetries: 5 });
  }
}
