import * as React from 'react';
import { UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { CurvesModel } from '../models/curves';
import { Choice } from './choice';

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
