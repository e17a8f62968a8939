import * as React from 'react';

import { MetricChoice } from '../items/metricchoice';
import type { ICompareProps } from './table';

/** What stands above the curves: the fold and the metric that is drawn. */
export function CurvesHead(props: ICompareProps): React.JSX.Element | null {
  const { model, trans } = props;
  const isOpen = model.folds.isOpen('curves', true);
  if (!model.metrics.length) {
    return null;
  }
  return (
    <h2 className="jt-Compare-curves">
      <button
        type="button"
        className="jt-Section-head"
        aria-expanded={isOpen}
        onClick={() => model.folds.set('curves', !isOpen)}
      >
        <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
        {trans.__('Curves')}
      </button>
      {isOpen && <MetricChoice model={model} trans={trans} />}
    </h2>
  );
}
