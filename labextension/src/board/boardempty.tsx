import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { Failure } from '../items/failure';
import type { BoardModel } from './model';

/** What stands in place of charts while there are none, and what to do then. */
export function BoardEmpty(props: {
  model: BoardModel;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { model, trans } = props;
  if (model.error) {
    return (
      <Failure
        message={model.error}
        trans={trans}
        onRetry={() => void model.refresh()}
      />
    );
  }
  if (model.isLoading) {
    return (
      <p className="jt-Empty jt-Quiet" role="status">
        {trans.__('Loading…')}
      </p>
    );
  }
  if (model.cards.length) {
    return null;
  }
  return (
    <div className="jt-Empty">
      <p>
        {model.names?.metrics.length
          ? trans.__(
              'No chart is here. “Add a chart” offers what can be drawn of these runs.'
            )
          : trans.__(
              'None of the runs has a metric yet. What a tracked cell computes in a loop becomes a curve here.'
            )}
      </p>
    </div>
  );
}
