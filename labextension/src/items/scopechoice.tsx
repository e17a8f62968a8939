import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { Choice } from './choice';

/** Which runs are listed. */
export function ScopeChoice(props: {
  scope: string;
  experiments: readonly string[];
  trans: TranslationBundle;
  onChoose: (scope: string) => void;
}): React.JSX.Element {
  const { trans } = props;
  return (
    <Choice
      label={trans.__('Which runs')}
      value={props.scope}
      onChange={props.onChoose}
    >
      <option value="notebook">{trans.__('this notebook')}</option>
      <option value="store">{trans.__('all in this store')}</option>
      {props.experiments.map(name => (
        <option key={name} value={`experiment:${name}`}>
          {trans.__('experiment %1', name)}
        </option>
      ))}
      <option value="archived">{trans.__('archived')}</option>
      <option value="trash">{trans.__('trash')}</option>
    </Choice>
  );
}
