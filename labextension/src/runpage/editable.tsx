import * as React from 'react';

/** A text that becomes an input when it is clicked: Enter keeps what was typed, Escape forgets it. */
export function Editable(props: {
  text: string;
  /** What the text is, for who cannot see it. */
  label: string;
  /** What stands there while it is empty. */
  placeholder: string;
  className: string;
  /** Whether it has several lines: then Enter makes one more, and leaving it keeps it. */
  isLong?: boolean;
  /** Whether it only tells, and cannot be changed. */
  isFixed?: boolean;
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
  if (props.isFixed) {
    return <bdi className={props.className}>{text || '–'}</bdi>;
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
