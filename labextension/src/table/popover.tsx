import * as React from 'react';

/** A button below which something opens that stays until it is left. */
export function Popover(props: {
  label: string;
  title?: string;
  /** How many things are chosen in it. */
  count?: number;
  className?: string;
  children: (close: () => void) => React.ReactNode;
}): React.JSX.Element {
  const [isOpen, setOpen] = React.useState(false);
  const button = React.useRef<HTMLButtonElement>(null);
  const box = React.useRef<HTMLDivElement>(null);
  const close = React.useCallback(() => {
    setOpen(false);
    button.current?.focus();
  }, []);
  React.useEffect(() => {
    // what had the focus may have gone to another list
    if (isOpen && document.activeElement === document.body) {
      box.current?.focus();
    }
  });
  React.useEffect(() => {
    if (!isOpen) {
      return;
    }
    const first = box.current?.querySelector<HTMLElement>(
      'input, select, button, [tabindex="0"]'
    );
    (first ?? box.current)?.focus();
    const onPointer = (event: PointerEvent) => {
      const at = event.target as Element;
      const isOurs = box.current?.contains(at) || button.current?.contains(at);
      // what opens above it (a dialog, a menu) is no leaving
      if (!isOurs && !at.closest('.jp-Dialog, .lm-Menu')) {
        setOpen(false);
      }
    };
    document.addEventListener('pointerdown', onPointer, true);
    return () => document.removeEventListener('pointerdown', onPointer, true);
  }, [isOpen]);
  return (
    <span className="jt-Popover">
      <button
        ref={button}
        type="button"
        className="jt-Plain jt-Popover-button"
        title={props.title}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {props.label}
        {props.count ? (
          <span className="jt-Popover-count">{props.count}</span>
        ) : null}
        <span aria-hidden="true"> ▾</span>
      </button>
      {isOpen && (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape leaves it from anywhere inside
        <div
          ref={box}
          className={`jt-Popover-box ${props.className ?? ''}`}
          role="dialog"
          aria-label={props.title ?? props.label}
          tabIndex={-1}
          onKeyDown={event => {
            event.stopPropagation();
            if (event.key === 'Escape') {
              event.preventDefault();
              close();
            }
          }}
          onBlur={event => {
            const to = event.relatedTarget as Element | null;
            if (
              to &&
              !event.currentTarget.contains(to) &&
              to !== button.current
            ) {
              setOpen(false);
            }
          }}
        >
          {props.children(close)}
        </div>
      )}
    </span>
  );
}
