import * as React from 'react';
import { UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { CurvesModel } from '../models/curves';
import { MetricChoice } from './metricchoice';

/** Which metric is drawn and how smoothly. */
export function CurveTools(props: {
  model: CurvesModel;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, trans } = props;
  return (
    <UseSignal signal={model.stateChanged}>
      {() =>
        model.metrics.length ? (
          <>
            <MetricChoice model={model} trans={trans} />
            <label className="jt-Quiet">
              {trans.__('smooth')}
              <input
                type="range"
                min={0}
                max={0.95}
                step={0.05}
                value={model.smoothing}
                title={trans.__(
                  'Weight of an exponential mean: %1',
                  model.smoothing
                )}
                onChange={event => {
                  model.smoothing = Number(event.target.value);
                }}
              />
            </label>
          </>
        ) : (
          <span className="jt-Quiet">
            {trans.__(
              'No curves: none of the shown runs has a metric over steps.'
            )}
          </span>
        )
      }
    </UseSignal>
  );
}
