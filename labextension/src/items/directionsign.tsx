import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

/** Whether more or less of a metric is better; nothing where neither is. */
export function DirectionSign(props: {
  direction: 'up' | 'down' | null | undefined;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { direction, trans } = props;
  return direction ? (
    <span
      className="jt-Quiet"
      title={
        direction === 'up'
          ? trans.__('higher is better')
          : trans.__('lower is better')
      }
    >
      {direction === 'up' ? ' ↑' : ' ↓'}
    </span>
  ) : null;
}
