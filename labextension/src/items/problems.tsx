import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { TrackerError } from '../requests';
import type { Status } from '../rest';

/** What can be wrong. */
export interface ITroubled {
  readonly status: Status | null;
  /** Whether the server stopped telling of changes. */
  readonly isLost: boolean;
  readonly error: TrackerError | null;
}

/** What is wrong with the store, and that the server is being looked for. */
export function Problems(props: {
  model: ITroubled;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, trans } = props;
  return (
    <>
      {model.status?.problems.map(problem => (
        <p key={problem} className="jt-Problem" role="alert">
          {problem}
        </p>
      ))}
      {model.isLost && !model.error?.isMissing && (
        <p className="jt-Problem" role="status">
          {trans.__('Connecting again…')}
        </p>
      )}
    </>
  );
}
