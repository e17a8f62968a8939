import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { Failure } from './failure';
import type { RunsModel } from '../models/runs';

/** The line that loads the tracker in a notebook. */
export const LOAD_LINE = '%load_ext jupyter_tracker';
const TRACK_LINE = '%%track';
const INSTALL_LINE = 'pip install jupyter_tracker';
const ENABLE_LINE = 'jupyter server extension enable jupyter_tracker';

/** What to type where the server lacks the extension. */
export function Missing(props: {
  trans: TranslationBundle;
}): React.JSX.Element {
  const { trans } = props;
  return (
    <div className="jt-Empty">
      <p>
        {trans.__(
          'The Jupyter server does not have the tracker. In the environment of the server, type:'
        )}
      </p>
      <code>{INSTALL_LINE}</code>
      <code>{ENABLE_LINE}</code>
      <p>{trans.__('Then start the server again.')}</p>
    </div>
  );
}

/** What stands in place of the list while there are no runs to show, and what to do then. */
export function Empty(props: {
  model: RunsModel;
  trans: TranslationBundle;
  hasNotebook: boolean;
  insertLoad: () => void;
  openQuickstart: () => void;
}): React.JSX.Element {
  const { model, trans } = props;
  const { error } = model;
  if (error?.isMissing) {
    return <Missing trans={trans} />;
  }
  if (error && error.status !== 400) {
    return (
      <Failure
        message={
          error.status === 0
            ? trans.__(
                'The server does not answer. The list comes back with it.'
              )
            : error.message
        }
        trans={trans}
        onRetry={() => void model.refresh()}
      />
    );
  }
  if (model.isLoading) {
    return (
      <div className="jt-Empty" role="status">
        {trans.__('Loading…')}
      </div>
    );
  }
  if (error || (model.choice.filter && model.unfiltered > 0)) {
    return (
      <div className="jt-Empty">
        <p>
          {error
            ? trans.__('The filter cannot be read.')
            : trans._n(
                'The filter leaves none of %1 run.',
                'The filter leaves none of %1 runs.',
                model.unfiltered
              )}
        </p>
        <button
          type="button"
          className="jp-mod-styled jt-Button"
          onClick={() => model.choose({ filter: '' })}
        >
          {trans.__('Clear the filter')}
        </button>
      </div>
    );
  }
  const { runs } = model.status ?? { runs: 0 };
  if (model.choice.scope === 'trash') {
    return <div className="jt-Empty">{trans.__('The trash is empty.')}</div>;
  }
  if (model.choice.scope === 'archived') {
    return <div className="jt-Empty">{trans.__('No run is archived.')}</div>;
  }
  return (
    <div className="jt-Empty">
      {runs > 0 && (
        <>
          <p>{trans.__('No runs of this notebook yet.')}</p>
          <button
            type="button"
            className="jt-Link"
            onClick={() => model.choose({ scope: 'store' })}
          >
            {trans._n(
              'Show the %1 run of this store',
              'Show the %1 runs of this store',
              runs
            )}
          </button>
        </>
      )}
      <p>
        {runs > 0
          ? trans.__(
              'To make one, put %1 on a cell, and load the tracker once:',
              TRACK_LINE
            )
          : trans.__(
              'No runs here yet. Put %1 on a cell, and load the tracker once:',
              TRACK_LINE
            )}
      </p>
      <code>{LOAD_LINE}</code>
      <div className="jt-Empty-actions">
        <button
          type="button"
          className="jp-mod-styled jp-mod-accept jt-Button"
          disabled={!props.hasNotebook}
          title={
            props.hasNotebook
              ? trans.__('As a new first cell of the active notebook')
              : trans.__('Open a notebook first')
          }
          onClick={props.insertLoad}
        >
          {trans.__('Insert it')}
        </button>
        <button
          type="button"
          className="jp-mod-styled jt-Button"
          onClick={props.openQuickstart}
        >
          {trans.__('Open the quickstart')}
        </button>
      </div>
    </div>
  );
}
