import * as React from 'react';

import { useWidget } from '../items/embedded';
import type { ICurve } from '../models/curves';
import { CurveChart } from './chart';

/** A chart among elements that React draws. */
export function InlineChart(props: {
  label: string;
  curves: readonly ICurve[];
}): React.JSX.Element {
  const { label, curves } = props;
  const [host, chart] = useWidget(
    () => new CurveChart({ label: text => text }),
    null
  );
  React.useEffect(() => chart?.draw(label, curves), [chart, label, curves]);
  return <div ref={host} className="jt-InlineChart" />;
}
