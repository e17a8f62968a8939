import * as React from 'react';

import type { DiffLine } from '../rest';

/** Source text as it was executed. */
export function Source(props: {
  text: string;
  label: string;
}): React.JSX.Element {
  return (
    <pre
      className="jt-Source"
      role="group"
      tabIndex={0}
      aria-label={props.label}
    >
      {props.text}
    </pre>
  );
}

/** The lines of a difference, each with its sign. */
export function Diff(props: {
  lines: readonly DiffLine[];
  label: string;
}): React.JSX.Element {
  return (
    <pre
      className="jt-Source jt-Diff"
      role="group"
      tabIndex={0}
      aria-label={props.label}
    >
      {props.lines.map((line, place) => (
        <div key={place} data-op={line.op}>
          {line.op} {line.text}
        </div>
      ))}
    </pre>
  );
}
