import * as React from 'react';

/** A part of a page that is scrolled by itself, by keyboard too: for tables that may be wider than it. */
export function Scroller(props: {
  label: string;
  children: React.ReactNode;
}): React.JSX.Element {
  return (
    <div
      className="jt-Scroller"
      role="region"
      tabIndex={0}
      aria-label={props.label}
    >
      {props.children}
    </div>
  );
}
