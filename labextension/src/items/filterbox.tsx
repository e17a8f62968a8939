import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { TrackerError } from '../requests';
import type { Completion, Completions } from '../rest';
import type { IRunService } from '../service';

const APPLY_AFTER = 350;
const SETTLE_AFTER = 1200;
const MOST_ITEMS = 12;

/** Completions of a filter as it was when they were asked for; more may have been typed since. */
interface IOffer extends Completions {
  filter: string;
  /** The place of the one that Enter takes; -1 for none. */
  chosen: number;
}

/** The filters of before, as an offer for an empty box. */
function recent(history: readonly string[], trans: TranslationBundle): IOffer {
  const items = history.map(text => ({
    text,
    label: text,
    detail: trans.__('asked for before')
  }));
  return { items, start: 0, end: 0, filter: '', chosen: -1 };
}

/** What is filtered. */
export interface IFilterable {
  readonly choice: { readonly filter: string };
  choose(choice: { filter: string }): void;
  readonly service: Pick<IRunService, 'complete'>;
  /** The notebook whose store is meant. */
  readonly path: string;
  /** What is wrong with the filter, among others. */
  readonly error: TrackerError | null;
}

/** The box for a filter, with completion; what is wrong in it stands below. */
export function FilterBox(props: {
  model: IFilterable;
  trans: TranslationBundle;
  inputRef: React.RefObject<HTMLInputElement>;
  /** What was asked for before, newest first; offered while the box is empty. */
  history?: readonly string[];
}): React.JSX.Element {
  const { model, trans, inputRef, history } = props;
  const id = React.useId();
  const kept = model.choice.filter;
  const [text, setText] = React.useState(kept);
  const [offer, setOffer] = React.useState<IOffer | null>(null);
  const [isSettled, setSettled] = React.useState(true);
  const timer = React.useRef(0);
  const settling = React.useRef(0);
  const asked = React.useRef(0);
  React.useEffect(() => setText(kept), [kept]);

  const settle = (filter: string) => {
    window.clearTimeout(settling.current);
    setSettled(true);
    apply(filter);
  };
  const apply = (filter: string) => {
    window.clearTimeout(timer.current);
    if (filter !== model.choice.filter) {
      model.choose({ filter });
    }
  };
  const ask = async (filter: string, cursor: number) => {
    const turn = (asked.current += 1);
    if (!filter.trim() && history?.length) {
      setOffer(before =>
        before && before.filter === filter ? before : recent(history, trans)
      );
      return;
    }
    try {
      const answer = await model.service.complete(model.path, filter, cursor);
      if (turn === asked.current) {
        setOffer(before => {
          const label = before?.items[before.chosen]?.label;
          const chosen = answer.items.findIndex(item => item.label === label);
          return answer.items.length ? { ...answer, filter, chosen } : null;
        });
      }
    } catch {
      close();
    }
  };
  const close = () => {
    asked.current += 1; // what is still to come opens it no more
    setOffer(null);
  };
  const type = (filter: string, cursor: number) => {
    setText(filter);
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => apply(filter), APPLY_AFTER);
    // what is half typed is wrong most of the time: nobody wants to be told
    setSettled(false);
    window.clearTimeout(settling.current);
    settling.current = window.setTimeout(() => setSettled(true), SETTLE_AFTER);
    void ask(filter, cursor);
  };
  const take = (item: Completion) => {
    if (!offer) {
      return;
    }
    const filter =
      offer.filter.slice(0, offer.start) +
      item.text +
      offer.filter.slice(offer.end);
    const cursor = offer.start + item.text.length;
    close();
    type(filter, cursor);
    window.requestAnimationFrame(() => {
      inputRef.current?.focus();
      inputRef.current?.setSelectionRange(cursor, cursor);
    });
  };
  const items = offer?.items.slice(0, MOST_ITEMS) ?? [];
  const chosen = offer?.chosen ?? -1;
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (items.length) {
        event.preventDefault();
        const move = event.key === 'ArrowDown' ? 1 : -1;
        const places = items.length + 1; // one of them is the text itself
        setOffer(
          before =>
            before && {
              ...before,
              chosen: ((before.chosen + 1 + move + places) % places) - 1
            }
        );
      } else {
        void ask(text, inputRef.current?.selectionStart ?? text.length);
      }
    } else if (
      (event.key === 'Enter' || event.key === 'Tab') &&
      items[chosen]
    ) {
      event.preventDefault();
      take(items[chosen]);
    } else if (event.key === 'Enter') {
      close();
      settle(text);
    } else if (event.key === 'Escape') {
      if (offer) {
        close();
      } else {
        setText('');
        settle('');
      }
    }
  };
  const error = model.error;
  const isWrong =
    isSettled && !offer && error?.status === 400 && text.trim() !== '';
  return (
    <div className="jt-Filter">
      <div className="jt-Filter-box" data-wrong={isWrong}>
        <input
          ref={inputRef}
          type="text"
          role="combobox"
          spellCheck={false}
          autoComplete="off"
          aria-label={trans.__('Filter runs')}
          aria-expanded={items.length > 0}
          aria-controls={id}
          aria-activedescendant={items[chosen] ? `${id}-${chosen}` : undefined}
          aria-invalid={isWrong}
          placeholder={trans.__('Filter: %1', 'metrics.acc > 0.9')}
          value={text}
          onChange={event =>
            type(
              event.target.value,
              event.target.selectionStart ?? event.target.value.length
            )
          }
          onKeyDown={onKeyDown}
          onBlur={() => {
            close();
            settle(text);
          }}
        />
        {text && (
          <button
            type="button"
            className="jt-Plain"
            aria-label={trans.__('Clear the filter')}
            title={trans.__('Clear the filter')}
            onClick={() => {
              setText('');
              settle('');
            }}
          >
            ✕
          </button>
        )}
        <button
          type="button"
          className="jt-Plain"
          aria-label={trans.__('Names that a filter can use')}
          title={trans.__('Names that a filter can use')}
          onMouseDown={event => event.preventDefault()}
          onClick={() => {
            inputRef.current?.focus();
            void ask(text, inputRef.current?.selectionStart ?? text.length);
          }}
        >
          ?
        </button>
      </div>
      {items.length > 0 && (
        <div
          id={id}
          className="jt-Filter-offer"
          role="listbox"
          aria-label={trans.__('Completions')}
        >
          {items.map((item, place) => (
            <div
              key={item.label}
              id={`${id}-${place}`}
              role="option"
              tabIndex={-1}
              aria-selected={place === chosen}
              onMouseDown={event => {
                event.preventDefault();
                take(item);
              }}
            >
              <span>{item.label}</span>
              <span className="jt-Quiet">{item.detail}</span>
            </div>
          ))}
        </div>
      )}
      {isWrong && error && (
        <div className="jt-Filter-error" role="alert">
          {error.position !== null && (
            <code>
              {text.slice(0, error.position)}
              <mark>{text.slice(error.position) || ' '}</mark>
            </code>
          )}
          <p>{error.message}</p>
          {!error.names.every(name => error.message.includes(name)) && (
            <p className="jt-Quiet">{error.names.slice(0, 12).join(', ')}</p>
          )}
        </div>
      )}
    </div>
  );
}
