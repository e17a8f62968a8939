import * as React from 'react';

/** What is not looked at at first: one quiet line that unfolds. */
export function Fold(props: {
  label: string;
  isOpen?: boolean;
  children: React.ReactNode;
}): React.JSX.Element {
  return (
    <details className="jt-Fold" open={props.isOpen}>
      <summary>{props.label}</summary>
      {props.children}
    </details>
  );
}
