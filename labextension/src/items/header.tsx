import * as React from 'react';
import { refreshIcon } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { RunsModel } from '../models/runs';

/** The first line: how many runs there are in which store, and what is wrong with it. */
export function Header(props: {
  model: RunsModel;
  trans: TranslationBundle;
  refresh: () => void;
  openMenu: (x: number, y: number) => void;
}): React.JSX.Element {
  const { model, trans } = props;
  const { status, list, unfiltered } = model;
  const count =
    list.total === unfiltered
      ? trans._n('%1 run', '%1 runs', list.total)
      : trans.__('%1 of %2 runs', list.total, unfiltered);
  return (
    <div className="jt-Header">
      <span
        className="jt-Header-store"
        title={status ? trans.__('Store: %1', status.root) : undefined}
      >
        {count}
        {status && status.running > 0 && (
          <span className="jt-Header-live">
            {trans.__('%1 running', status.running)}
          </span>
        )}
        {!model.isConnected && !model.isLoading && (
          <span className="jt-Quiet" role="status">
            {trans.__('connecting again…')}
          </span>
        )}
      </span>
      <button
        type="button"
        className="jt-Plain"
        aria-label={trans.__('Refresh the runs')}
        title={trans.__('Refresh the runs')}
        onClick={props.refresh}
      >
        <refreshIcon.react tag="span" width="14px" height="14px" />
      </button>
      <button
        type="button"
        className="jt-Plain"
        aria-label={trans.__('More')}
        title={trans.__('More')}
        aria-haspopup="menu"
        onClick={event => {
          const box = event.currentTarget.getBoundingClientRect();
          props.openMenu(box.left, box.bottom);
        }}
      >
        ⋯
      </button>
      {status?.problems.map(problem => (
        <p key={problem} className="jt-Problem" role="alert">
          {problem}
        </p>
      ))}
    </div>
  );
}
