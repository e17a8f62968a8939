import * as React from 'react';
import { caretDownEmptyThinIcon } from '@jupyterlab/ui-components';

/** A small select as quiet as what stands around it. */
export function Choice(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: React.ReactNode;
}): React.JSX.Element {
  return (
    <span className="jt-Choice">
      <select
        aria-label={props.label}
        title={props.label}
        value={props.value}
        onChange={event => props.onChange(event.target.value)}
      >
        {props.children}
      </select>
      <caretDownEmptyThinIcon.react tag="span" width="14px" height="14px" />
    </span>
  );
}
