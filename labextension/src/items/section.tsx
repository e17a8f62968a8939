import * as React from 'react';

/** A section that folds: its title and its one-line answer stay. */
export function Section(props: {
  title: string;
  answer?: string;
  isOpen: boolean;
  onToggle: (open: boolean) => void;
  children: React.ReactNode;
}): React.JSX.Element {
  return (
    <section className="jt-Section">
      <h2>
        <button
          type="button"
          className="jt-Section-head"
          aria-expanded={props.isOpen}
          onClick={() => props.onToggle(!props.isOpen)}
        >
          <span aria-hidden="true">{props.isOpen ? '▾' : '▸'}</span>
          {props.title}
          {props.answer && <span className="jt-Quiet">{props.answer}</span>}
        </button>
      </h2>
      {props.isOpen && <div className="jt-Section-body">{props.children}</div>}
    </section>
  );
}
