import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { GradeOrNull, VerdictOrNull } from '../rest';

/** How surely a run gives the same again, as a letter; why no better on hover. */
export function GradeSign(props: {
  grade: GradeOrNull;
  reasons: readonly string[];
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { grade, reasons, trans } = props;
  if (grade === null) {
    return null;
  }
  const label = trans.__('Grade %1', grade);
  return (
    <span
      className="jt-Grade"
      data-grade={grade}
      role="img"
      aria-label={label}
      title={[label, ...reasons].join('\n')}
    >
      {grade}
    </span>
  );
}

const SIGNS: Record<NonNullable<VerdictOrNull>, string> = {
  identical: '≡',
  equal: '≈',
  noise: '∿',
  different: '≠',
  failed: '✕'
};

/** What the newest replay of a run found, as shape and colour, or with its name. */
export function VerdictSign(props: {
  verdict: VerdictOrNull;
  isNamed?: boolean;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { verdict, trans } = props;
  if (verdict === null) {
    return null;
  }
  const { name, why } = verdictName(verdict, trans);
  return (
    <span className="jt-Verdict" data-verdict={verdict} title={why}>
      <span role="img" aria-label={trans.__('Replay: %1', name)}>
        {SIGNS[verdict]}
      </span>
      {props.isNamed && <span aria-hidden="true"> {name}</span>}
    </span>
  );
}

/** A verdict as a word and in a sentence. */
export function verdictName(
  verdict: NonNullable<VerdictOrNull>,
  trans: TranslationBundle
): { name: string; why: string } {
  const names: Record<typeof verdict, { name: string; why: string }> = {
    identical: {
      name: trans.__('identical'),
      why: trans.__(
        'Replayed: metrics and whole curves came out bit by bit the same'
      )
    },
    equal: {
      name: trans.__('equal'),
      why: trans.__('Replayed: the same within the tolerance')
    },
    noise: {
      name: trans.__('within noise'),
      why: trans.__('Replayed: within what recorded repeats differ by')
    },
    different: {
      name: trans.__('different'),
      why: trans.__('Replayed: something came out otherwise')
    },
    failed: {
      name: trans.__('failed'),
      why: trans.__('The replay did not come to its end')
    }
  };
  return names[verdict];
}
