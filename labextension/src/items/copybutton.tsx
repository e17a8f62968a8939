import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

const THANKS = 1500;

/** A button that copies something and says so. */
export function CopyButton(props: {
  label: string;
  title: string;
  trans: TranslationBundle;
  onCopy: () => void;
}): React.JSX.Element {
  const { label, title, trans } = props;
  const [copied, setCopied] = React.useState(false);
  React.useEffect(() => {
    if (copied) {
      const timer = window.setTimeout(() => setCopied(false), THANKS);
      return () => window.clearTimeout(timer);
    }
    return undefined;
  }, [copied]);
  return (
    <button
      type="button"
      className="jp-mod-styled jt-Button"
      title={title}
      onClick={() => {
        props.onCopy();
        setCopied(true);
      }}
    >
      <span aria-live="polite">{copied ? trans.__('Copied') : label}</span>
    </button>
  );
}
