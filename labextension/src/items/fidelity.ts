import type { TranslationBundle } from '@jupyterlab/translation';

import type { Snapshot } from '../rest';

/** How faithful a snapshot is, as a word and in a sentence. */
export function fidelityName(
  fidelity: Snapshot['fidelity'],
  trans: TranslationBundle
): { label: string; why: string } {
  const names: Record<Snapshot['fidelity'], { label: string; why: string }> = {
    exact: {
      label: trans.__('exact'),
      why: trans.__('as it was on screen, unsaved edits included')
    },
    'disk + executed': {
      label: trans.__('disk + executed'),
      why: trans.__(
        'the file as it was saved, with what was executed since laid over it'
      )
    },
    'executed only': {
      label: trans.__('executed only'),
      why: trans.__('no file was there: only the cells that were executed')
    }
  };
  return names[fidelity];
}
