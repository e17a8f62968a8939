import * as React from 'react';
import { Clipboard } from '@jupyterlab/apputils';

import { CopyButton } from '../items/copybutton';
import type { ICompareProps } from './table';

/** The comparison in one sentence, and what can be done with it. */
export function CompareHead(props: ICompareProps): React.JSX.Element {
  const { comparison, model, trans } = props;
  return (
    <>
      <div className="jt-Compare-head">
        <p className="jt-Sentence">{comparison.sentence}</p>
        <button
          type="button"
          className="jp-mod-styled jt-Button"
          aria-pressed={model.isBrief}
          title={trans.__('Fold away what is the same in all runs')}
          onClick={() => {
            model.isBrief = !model.isBrief;
          }}
        >
          {trans.__('Differences only')}
        </button>
        <CopyButton
          label={trans.__('Copy')}
          title={trans.__('Copy the comparison as Markdown')}
          trans={trans}
          onCopy={() => Clipboard.copyToSystem(comparison.markdown)}
        />
        {model.isWritable && (
          <button
            type="button"
            className="jp-mod-styled jt-Button"
            title={trans.__('Write a report on these runs')}
            onClick={() =>
              props.onReport(model.columns.map(({ run }) => run.id))
            }
          >
            {trans.__('Make report')}
          </button>
        )}
      </div>
      {model.error && (
        <p className="jt-Problem" role="alert">
          {model.error}
        </p>
      )}
    </>
  );
}
