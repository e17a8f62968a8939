import * as React from 'react';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

import type { ICurve } from '../models/curves';
import { CurveChart } from './chart';

/** A chart among elements that React draws. */
export function InlineChart(props: {
  label: string;
  curves: readonly ICurve[];
}): React.JSX.Element {
  const { label, curves } = props;
  const host = React.useRef<HTMLDivElement>(null);
  const [chart, setChart] = React.useState<CurveChart | null>(null);
  React.useEffect(() => {
    const node = host.current;
    if (!node) {
      return;
    }
    // a child of no widget: told by hand that it is in the document
    const made = new CurveChart({ label: text => text });
    MessageLoop.sendMessage(made, Widget.Msg.BeforeAttach);
    node.appendChild(made.node);
    MessageLoop.sendMessage(made, Widget.Msg.AfterAttach);
    setChart(made);
    return () => {
      MessageLoop.sendMessage(made, Widget.Msg.BeforeDetach);
      made.node.remove();
      MessageLoop.sendMessage(made, Widget.Msg.AfterDetach);
      made.dispose();
    };
  }, []);
  React.useEffect(() => chart?.draw(label, curves), [chart, label, curves]);
  return <div ref={host} className="jt-InlineChart" />;
}
