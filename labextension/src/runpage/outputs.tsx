import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Panel } from '@lumino/widgets';
import * as React from 'react';

import { drawn } from '../panels/drawn';
import { RecordedOutputs } from '../sandbox/outputs';
import type { RunPageModel } from './model';

/** The outputs of a run as the notebook showed them, untrusted: no script of theirs runs. */
export class OutputsView extends Panel {
  constructor(options: IOutputsProps) {
    super();
    this.addClass('jt-RunPage-outputs');
    const draw = () => <RunOutputs {...options} />;
    this.addWidget(drawn(options.model.outputsChanged, draw));
  }
}

interface IOutputsProps {
  model: RunPageModel;
  /** One of `recordedOnly`. */
  rendermime: IRenderMimeRegistry;
  trans: TranslationBundle;
}

function RunOutputs(props: IOutputsProps): React.JSX.Element {
  const { model, rendermime, trans } = props;
  const shown = [...model.outputs].sort(([a], [b]) => a - b);
  if (!shown.length) {
    return (
      <p className="jt-Quiet">
        {trans.__('No output of this run is in the store.')}
      </p>
    );
  }
  return (
    <>
      {shown.map(([place, outputs]) => (
        <section key={place}>
          {shown.length > 1 && (
            <h2 className="jt-Quiet">
              {trans.__('Cell [%1]', model.record?.parts[place]?.count ?? ' ')}
            </h2>
          )}
          <RecordedOutputs
            shown={outputs}
            rendermime={rendermime}
            trans={trans}
          />
        </section>
      ))}
    </>
  );
}
