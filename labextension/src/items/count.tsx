import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { RunsModel } from '../models/runs';

/** How many runs there are, in which store, and how many of them go on. */
export function Count(props: {
  model: RunsModel;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, trans } = props;
  const { status, list, unfiltered } = model;
  const running = status?.running ?? 0;
  const title = [
    list.total === unfiltered
      ? trans._n('%1 run', '%1 runs', list.total)
      : trans.__('%1 of %2 runs', list.total, unfiltered),
    running ? trans.__('%1 running', running) : '',
    status ? trans.__('Store: %1', status.root) : ''
  ];
  return (
    <span className="jt-Count" title={title.filter(Boolean).join('\n')}>
      {list.total === unfiltered
        ? list.total.toLocaleString()
        : trans.__(
            '%1 of %2',
            list.total.toLocaleString(),
            unfiltered.toLocaleString()
          )}
      {running > 0 && (
        <span className="jt-Count-live">{trans.__('%1 running', running)}</span>
      )}
    </span>
  );
}
