import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { Failure } from '../items/failure';
import type { CardModel } from './cardmodel';

const INSTALL = 'pip install "plotly>=6"';

/** What stands in place of a chart that is not there (yet), and what to do then. */
export function CardState(props: {
  model: CardModel;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, trans } = props;
  if (model.error) {
    return (
      <Failure
        message={model.error}
        trans={trans}
        onRetry={() => void model.refresh()}
      />
    );
  }
  return (
    <div className="jt-Empty" role="status">
      <p className="jt-Quiet">
        {model.curves
          ? trans.__('None of these runs has this metric.')
          : trans.__('Loading…')}
      </p>
    </div>
  );
}

/** What to install where nothing draws Plotly's figures. */
export function Missing(props: {
  trans: TranslationBundle;
}): React.JSX.Element {
  const { trans } = props;
  return (
    <div className="jt-Empty">
      <p>
        {trans.__(
          'This chart is drawn by Plotly, which this JupyterLab does not have. In the environment of the server, type:'
        )}
      </p>
      <code>{INSTALL}</code>
      <p>
        {trans.__(
          'Then reload the page. Until then, its values are under “Table”.'
        )}
      </p>
    </div>
  );
}
