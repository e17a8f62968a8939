import * as React from 'react';
import { Clipboard } from '@jupyterlab/apputils';

import type { ICompareProps } from './table';

const THANKS = 1500;

/** The comparison in one sentence, and what can be done with it. */
export function CompareHead(props: ICompareProps): React.JSX.Element {
  const { comparison, model, trans } = props;
  const [copied, setCopied] = React.useState(false);
  React.useEffect(() => {
    if (copied) {
      const timer = window.setTimeout(() => setCopied(false), THANKS);
      return () => window.clearTimeout(timer);
    }
    return undefined;
  }, [copied]);
  return (
    <>
      <div className="jt-Compare-head">
        <p className="jt-Sentence">{comparison.sentence}</p>
        <button
          type="button"
          className="jp-mod-styled jt-Button"
          title={trans.__('Copy the comparison as Markdown')}
          onClick={() => {
            Clipboard.copyToSystem(comparison.markdown);
            setCopied(true);
          }}
        >
          <span aria-live="polite">
            {copied ? trans.__('Copied') : trans.__('Copy')}
          </span>
        </button>
        <button
          type="button"
          className="jp-mod-styled jt-Button"
          title={trans.__('Write a report on these runs')}
          onClick={() => props.onReport(model.columns.map(({ run }) => run.id))}
        >
          {trans.__('Make report')}
        </button>
      </div>
      {model.error && (
        <p className="jt-Problem" role="alert">
          {model.error}
        </p>
      )}
    </>
  );
}
