import * as React from 'react';

import { UNKNOWN } from '../format';

/** A text that becomes an input when it is clicked: Enter keeps what was typed, Escape forgets it. */
export function Editable(props: {
  text: string;
  /** What the text is, for who cannot see it. */
  label: string;
  /** What stands there while it is empty. */
  placeholder: string;
  className: string;
  /** How the text is shown, where that is not as it is typed. */
  shown?: React.ReactNode;
  /** Whether it cannot be changed. */
  isFixed?: boolean;
  /** Whether it has several lines: then Enter makes one more, and leaving it keeps it. */
  isLong?: boolean;
  onChange: (text: string) => void;
}): React.JSX.Element {
  const { text, label, isLong } = props;
  const [draft, setDraft] = React.useState<string | null>(null);
  const button = React.useRef<HTMLButtonElement>(null);
  const wasOpen = React.useRef(false);
  React.useEffect(() => {
    if (draft === null && wasOpen.current) {
      button.current?.focus();
    }
    wasOpen.current = draft !== null;
  }, [draft]);
  const keep = () => {
    if (draft !== null && draft.trim() !== text) {
      props.onChange(draft.trim());
    }
    setDraft(null);
  };
  if (draft === null && (props.isFixed || (text && props.shown))) {
    return (
      <div className={`jt-Editable-shown ${props.className}`}>
        {text ? (props.shown ?? <bdi>{text}</bdi>) : UNKNOWN}
        {!props.isFixed && (
          <button
            ref={button}
            type="button"
            className="jt-Plain jt-Editable-open"
            title={label}
            aria-label={`${label}: ${text}`}
            onClick={() => setDraft(text)}
          >
            ✎
          </button>
        )}
      </div>
    );
  }
  if (draft === null) {
    return (
      <button
        ref={button}
        type="button"
        className={`jt-Editable ${props.className}`}
        title={label}
        aria-label={text ? `${label}: ${text}` : label}
        onClick={() => setDraft(text)}
      >
        {text ? (
          <bdi>{text}</bdi>
        ) : (
          <span className="jt-Quiet">{props.placeholder}</span>
        )}
      </button>
    );
  }
  return (
    <textarea
      className={`jt-Editable ${props.className}`}
      aria-label={label}
      rows={isLong ? 5 : Math.min(5, 1 + Math.floor(draft.length / 24))}
      value={draft}
      ref={node => {
        if (node && document.activeElement !== node && !wasOpen.current) {
          node.focus();
          node.select();
        }
      }}
      onChange={event => setDraft(event.target.value)}
      onBlur={keep}
      onKeyDown={event => {
        event.stopPropagation();
        if (event.key === 'Escape') {
          setDraft(null);
        } else if (event.key === 'Enter' && (!isLong || event.ctrlKey)) {
          event.preventDefault();
          keep();
        }
      }}
    />
  );
}
