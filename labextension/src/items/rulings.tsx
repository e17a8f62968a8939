import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { ruledNames, verdicts, type Verdict } from '../models/rulings';
import type { Learnt } from '../rest';

/** What was ruled about names in a notebook, each to be taken back. */
export function RulingList(props: {
  learnt: Learnt;
  trans: TranslationBundle;
  /** Takes one back; nothing where nothing can be written. */
  onUndo: ((name: string) => void) | null;
}): React.JSX.Element {
  const { learnt, trans, onUndo } = props;
  const names = ruledNames(learnt);
  if (!names.length) {
    return (
      <p className="jt-Quiet">
        {trans.__(
          'Nothing was ruled about names in this notebook. The ⋯ beside a name says what it is.'
        )}
      </p>
    );
  }
  return (
    <ul className="jt-Rulings" aria-label={trans.__('Ruled in this notebook')}>
      {names.map(name => (
        <li key={name}>
          <bdi>{name}</bdi>
          <span className="jt-Quiet">
            {verdicts(learnt, name)
              .map(verdict => inWords(verdict, trans))
              .join(' · ')}
          </span>
          {onUndo && (
            <button
              type="button"
              className="jt-Link"
              aria-label={trans.__('Undo what was ruled about %1', name)}
              onClick={() => onUndo(name)}
            >
              {trans.__('Undo')}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** A verdict as a statement. */
export function inWords(verdict: Verdict, trans: TranslationBundle): string {
  const words: Record<Verdict, string> = {
    ignore: trans.__('not shown'),
    metric: trans.__('a metric'),
    param: trans.__('a param'),
    up: trans.__('higher is better'),
    down: trans.__('lower is better'),
    none: trans.__('neither is better'),
    primary: trans.__('the primary metric'),
    irrelevant: trans.__('makes no other configuration'),
    relevant: trans.__('makes another configuration'),
    unlearn: ''
  };
  return words[verdict];
}
