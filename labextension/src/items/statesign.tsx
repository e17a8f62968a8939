import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { STATE_SIGNS } from '../format';
import type { State } from '../rest';

/** The state of a run as shape and colour, its name for who cannot see either. */
export function StateSign(props: {
  state: State;
  trans: TranslationBundle;
}): React.JSX.Element {
  const name = stateName(props.state, props.trans);
  return (
    <span
      className="jt-State"
      data-state={props.state}
      role="img"
      aria-label={name}
      title={name}
    >
      {STATE_SIGNS[props.state]}
    </span>
  );
}

/** A state in the person's language. */
export function stateName(state: State, trans: TranslationBundle): string {
  const names: Record<State, string> = {
    running: trans.__('running'),
    finished: trans.__('finished'),
    failed: trans.__('failed'),
    interrupted: trans.__('interrupted'),
    crashed: trans.__('crashed'),
    'lost contact': trans.__('lost contact')
  };
  return names[state];
}
