import * as React from 'react';

/** What stands where an answer is still to come, or why it does not. */
export function Waiting(props: {
  error: string;
  text: string;
}): React.JSX.Element {
  const { error, text } = props;
  return (
    <p
      className={error ? 'jt-Problem' : 'jt-Quiet'}
      role={error ? 'alert' : 'status'}
    >
      {error || text}
    </p>
  );
}
