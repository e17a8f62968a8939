import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

/** Why there is nothing to see, and the way to ask once more. */
export function Failure(props: {
  message: string;
  className?: string;
  trans: TranslationBundle;
  onRetry: () => void;
  /** What stands above it. */
  children?: React.ReactNode;
}): React.JSX.Element {
  return (
    <div className={props.className ?? 'jt-Empty'} role="alert">
      {props.children}
      <p>{props.message}</p>
      <button
        type="button"
        className="jp-mod-styled jt-Button"
        onClick={props.onRetry}
      >
        {props.trans.__('Try again')}
      </button>
    </div>
  );
}
