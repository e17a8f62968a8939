import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { Choice } from './choice';

/** Which of the metrics that have curves is drawn. */
export function MetricChoice(props: {
  model: { metric: string; readonly metrics: readonly string[] };
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, trans } = props;
  return (
    <Choice
      label={trans.__('Metric drawn')}
      value={model.metric}
      onChange={metric => {
        model.metric = metric;
      }}
    >
      {model.metrics.map(name => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </Choice>
  );
}
