import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { moment, shortNumber } from '../format';
import type { Brush, Header } from '../rest';
import { brushOf, isBrushed, withCategory } from './heads';

interface IBar {
  count: number;
  label: string;
}

/** How the values of a column are distributed; what is taken of its bars becomes a condition of the filter. */
export const Histogram = React.memo(function Histogram(props: {
  header: Header;
  brush: Brush | null;
  title: string;
  trans: TranslationBundle;
  /** Whether the Tab key stops here. */
  isStop: boolean;
  onBrush: (column: string, brush: Brush | null) => void;
  onLeave: (to: 'grid' | 'head') => void;
}): React.JSX.Element {
  const { header, brush, trans } = props;
  const { column } = header;
  const id = React.useId();
  const bars = barsOf(header, trans);
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const [active, setActive] = React.useState(0);
  const [from, setFrom] = React.useState<number | null>(null);
  const strip = React.useRef<HTMLDivElement>(null);
  const isRange = header.kind === 'number';
  const take = (first: number, last: number) => {
    const next = brushOf(header, first, last);
    const isSame = JSON.stringify(next) === JSON.stringify(brush);
    props.onBrush(column, isSame ? null : next);
  };
  const toggle = (place: number) =>
    props.onBrush(column, withCategory(header, brush, place));
  const barAt = (event: React.PointerEvent) => {
    const box = strip.current?.getBoundingClientRect();
    if (!box?.width) {
      return 0;
    }
    const isMirrored =
      getComputedStyle(event.currentTarget).direction === 'rtl';
    const x = isMirrored ? box.right - event.clientX : event.clientX - box.left;
    const place = Math.floor((x / box.width) * bars.length);
    return Math.max(0, Math.min(bars.length - 1, place));
  };
  const go = (place: number, extend: boolean) => {
    const there = Math.max(0, Math.min(bars.length - 1, place));
    setFrom(extend && isRange ? (from ?? active) : null);
    setActive(there);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const keys: Record<string, () => void> = {
      ArrowRight: () => go(active + 1, event.shiftKey),
      ArrowLeft: () => go(active - 1, event.shiftKey),
      Home: () => go(0, event.shiftKey),
      End: () => go(bars.length - 1, event.shiftKey),
      Enter: () => (isRange ? take(from ?? active, active) : toggle(active)),
      ' ': () => (isRange ? take(from ?? active, active) : toggle(active)),
      Delete: () => props.onBrush(column, null),
      Backspace: () => props.onBrush(column, null),
      ArrowDown: () => props.onLeave('grid'),
      ArrowUp: () => props.onLeave('head'),
      Escape: () => (from === null ? props.onLeave('head') : setFrom(null))
    };
    const act = keys[event.key];
    if (act && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      act();
    }
  };
  const low = from === null ? active : Math.min(from, active);
  const high = from === null ? active : Math.max(from, active);
  return (
    <div
      ref={strip}
      className="jt-Histogram"
      role="listbox"
      tabIndex={props.isStop ? 0 : -1}
      aria-label={trans.__('Values of %1', props.title)}
      aria-multiselectable="true"
      aria-orientation="horizontal"
      aria-activedescendant={`${id}-${active}`}
      data-brushed={brush !== null}
      onKeyDown={onKeyDown}
      onPointerDown={event => {
        if (event.button === 0) {
          const place = barAt(event);
          event.currentTarget.setPointerCapture(event.pointerId);
          setFrom(place);
          setActive(place);
        }
      }}
      onPointerMove={event => {
        if (from !== null && event.buttons) {
          setActive(barAt(event));
        }
      }}
      onPointerUp={event => {
        if (from !== null) {
          const place = barAt(event);
          setFrom(null);
          if (isRange) {
            take(from, place);
          } else {
            toggle(place);
          }
        }
      }}
    >
      {bars.map(({ count, label }, place) => (
        <div
          key={place}
          id={`${id}-${place}`}
          className="jt-Histogram-bar"
          role="option"
          aria-selected={brush !== null && isBrushed(header, brush, place)}
          aria-label={label}
          title={label}
          data-active={place >= low && place <= high}
          style={
            {
              '--jt-share': count ? Math.max(0.06, count / most) : 0
            } as React.CSSProperties
          }
        />
      ))}
    </div>
  );
});

/** The bars of a header, with what each stands for. */
function barsOf(header: Header, trans: TranslationBundle): IBar[] {
  const runs = (count: number) => trans._n('%1 run', '%1 runs', count);
  const isTime = header.column === 'started' || header.column === 'ended';
  const number = isTime ? moment : shortNumber;
  if (header.bins) {
    return header.bins.map(({ low, high, count }) => ({
      count,
      label:
        header.whole && high - low === 1
          ? `${number(low + 0.5)}: ${runs(count)}`
          : trans.__('%1 to %2: %3', number(low), number(high), runs(count))
    }));
  }
  return (header.categories ?? []).map(({ value, count }) => ({
    count,
    label: `${value}: ${runs(count)}`
  }));
}
