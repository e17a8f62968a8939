import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { shortValue } from '../format';
import type { LastCellModel } from '../models/lastcell';
import type { Values } from '../rest';

const MOST = 8;

/** What the journal saw in the newest cell, with the means to make a run of it. */
export function LastCell(props: {
  model: LastCellModel;
  trans: TranslationBundle;
  onFault: (error: unknown) => void;
}): React.JSX.Element {
  const { model, trans } = props;
  const { exec } = model;
  if (!exec) {
    return (
      <p className="jt-Quiet jt-LastCell">
        {trans.__('Nothing was executed here with the tracker loaded.')}
      </p>
    );
  }
  const pairs = (values: Values, unknown?: string) =>
    Object.entries(values)
      .slice(0, MOST)
      .map(([name, value]) => (
        <span key={name} className="jt-Pair">
          {name}{' '}
          {value === null && unknown ? unknown : <b>{shortValue(value, 24)}</b>}
        </span>
      ));
  return (
    <div className="jt-LastCell">
      <div className="jt-LastCell-head">
        <code>
          [{exec.count ?? ' '}] {exec.first_line}
        </code>
        {exec.run === null && (
          <button
            type="button"
            className="jp-mod-styled jt-Button"
            onClick={() => void model.promote().catch(props.onFault)}
          >
            {trans.__('Make a run')}
          </button>
        )}
      </div>
      <div className="jt-Pairs">
        {pairs(exec.metrics, trans.__('(curve)'))}
        {pairs(exec.params)}
        {!Object.keys(exec.metrics).length &&
          !Object.keys(exec.params).length && (
            <span className="jt-Quiet">
              {exec.outcome === null
                ? trans.__('still running')
                : trans.__('no params, no metrics')}
            </span>
          )}
      </div>
    </div>
  );
}
