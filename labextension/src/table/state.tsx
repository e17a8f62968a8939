import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { Failure } from '../items/failure';
import { Problems } from '../items/problems';
import { Missing } from '../items/empty';
import type { TableModel } from './model';

/** What stands above the rows, or in their place: what is wrong, that they are coming, that there are none. */
export function TableState(props: {
  model: TableModel;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { model, trans } = props;
  const { error, rows, layout } = model;
  if (error?.isMissing) {
    return <Missing trans={trans} />;
  }
  const problems = <Problems model={model} trans={trans} />;
  if (error && error.status !== 400) {
    return (
      <Failure
        className="jt-TableState"
        message={
          error.status === 0
            ? trans.__('The server does not answer.')
            : error.message
        }
        trans={trans}
        onRetry={() => void model.refresh()}
      >
        {problems}
      </Failure>
    );
  }
  if (!rows.isThere) {
    return error ? null : (
      <div className="jt-TableState" role="status">
        {trans.__('Loading…')}
      </div>
    );
  }
  if (rows.lines.total) {
    return problems;
  }
  return (
    <div className="jt-TableState">
      {problems}
      <p>
        {layout.filter
          ? trans.__('The filter leaves no run.')
          : layout.scope === 'trash'
            ? trans.__('The trash is empty.')
            : layout.scope === 'archived'
              ? trans.__('No run is archived.')
              : trans.__(
                  'No runs here yet: put %1 on a cell and run it.',
                  '%%track'
                )}
      </p>
      {layout.filter ? (
        <button
          type="button"
          className="jp-mod-styled jt-Button"
          onClick={() => model.choose({ filter: '' })}
        >
          {trans.__('Clear the filter')}
        </button>
      ) : (
        layout.scope !== 'store' && (
          <button
            type="button"
            className="jp-mod-styled jt-Button"
            onClick={() => model.arrange({ scope: 'store' })}
          >
            {trans.__('Show all in this store')}
          </button>
        )
      )}
    </div>
  );
}
