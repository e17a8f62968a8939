import type { TranslationBundle } from '@jupyterlab/translation';

import type { CellResult } from '../rest';

/** What the button says that brings outputs back: `Restore outputs (214 lines, 3 figures)`. */
export function restoreLabel(
  { outputs }: CellResult,
  trans: TranslationBundle
): string {
  const { lines, figures } = outputs ?? { lines: 0, figures: 0 };
  const parts = [
    ...(lines ? [trans._n('%1 line', '%1 lines', lines)] : []),
    ...(figures ? [trans._n('%1 figure', '%1 figures', figures)] : [])
  ];
  return trans.__('Restore outputs (%1)', parts.join(', '));
}
