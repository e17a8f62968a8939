import type { IOutput } from '@jupyterlab/nbformat';
import { OutputAreaModel, SimplifiedOutputArea } from '@jupyterlab/outputarea';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';
import * as React from 'react';

import type { Outputs } from '../rest';
import { withoutFetching } from './figures';
import { Embedded } from '../items/embedded';

/** The outputs of a cell as the notebook showed them; `rendermime` is one of `recordedOnly`. */
export function RecordedOutputs(props: {
  shown: Outputs;
  rendermime: IRenderMimeRegistry;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { shown, rendermime, trans } = props;
  return (
    <div className="jt-Outputs">
      <Embedded
        of={shown}
        make={() =>
          outputArea(shown.outputs as unknown as IOutput[], rendermime)
        }
      />
      {shown.truncated && (
        <p className="jt-Quiet">
          {trans.__('Only the beginning and the end of it were kept.')}
        </p>
      )}
    </div>
  );
}

/** The widget of some recorded outputs. */
export function outputArea(
  outputs: readonly IOutput[],
  rendermime: IRenderMimeRegistry
): Widget {
  const model = new OutputAreaModel({
    trusted: false,
    values: withoutFetching(outputs)
  });
  const widget = new SimplifiedOutputArea({ model, rendermime });
  widget.disposed.connect(() => model.dispose());
  return widget;
}
