import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import * as React from 'react';

/** A widget among elements that React draws: where it goes, and the widget once it is there. It is made once for each `of`, and disposed of with it. */
export function useWidget<T extends Widget>(
  make: () => T,
  of: unknown
): [React.RefObject<HTMLDivElement>, T | null] {
  const host = React.useRef<HTMLDivElement>(null);
  const [widget, setWidget] = React.useState<T | null>(null);
  const newest = React.useRef(make);
  newest.current = make;
  React.useEffect(() => {
    const node = host.current;
    if (!node) {
      return;
    }
    // a child of no widget: told by hand that it is in the document
    const made = newest.current();
    MessageLoop.sendMessage(made, Widget.Msg.BeforeAttach);
    node.appendChild(made.node);
    MessageLoop.sendMessage(made, Widget.Msg.AfterAttach);
    setWidget(made);
    return () => {
      MessageLoop.sendMessage(made, Widget.Msg.BeforeDetach);
      made.node.remove();
      MessageLoop.sendMessage(made, Widget.Msg.AfterDetach);
      made.dispose();
    };
  }, [of]);
  return [host, widget];
}

/** A widget that shows one thing, among elements that React draws. */
export function Embedded(props: {
  /** What the widget shows: for another one, another widget is made. */
  of: unknown;
  make: () => Widget;
  className?: string;
}): React.JSX.Element {
  const [host] = useWidget(props.make, props.of);
  return <div ref={host} className={props.className} />;
}
