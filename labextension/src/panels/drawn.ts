import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { ISignal } from '@lumino/signaling';
import * as React from 'react';

/** A widget that draws anew whenever the signal says so. */
export function drawn(
  signal: ISignal<unknown, unknown>,
  draw: () => React.JSX.Element | null
): ReactWidget {
  return ReactWidget.create(
    React.createElement(UseSignal, { signal, children: draw })
  );
}
