import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { DirectionSign } from '../items/directionsign';
import type { Brush } from '../rest';
import { hasBars, isSortable } from './columns';
import { NARROWEST, nameWidth, type IColumnView } from './columnviews';
import { Histogram } from './histogram';
import { moved, sortedBy } from './layout';
import type { TableModel } from './model';

const WIDER = 16;

/** What the headers do besides showing. */
export interface IHeadDoings {
  openMenu: (column: string, x: number, y: number) => void;
  toGrid: (column: number) => void;
  /** The header to which the keyboard has come; -1: none. */
  active: number;
  setActive: (column: number) => void;
}

/** The headers of all columns: sorting, bars, menu, width. */
export function TableHead(
  props: IHeadDoings & {
    model: TableModel;
    views: readonly IColumnView[];
    trans: TranslationBundle;
  }
): React.JSX.Element {
  const { model, views, trans } = props;
  const { ids } = model.selection;
  const name: IHeading = {
    id: 'name',
    title: model.about('name').title || trans.__('name'),
    width: nameWidth(model)
  };
  return (
    <div className="jt-TableHead" role="row" aria-rowindex={1}>
      <span
        className="jt-TableCell jt-Table-marks"
        role="columnheader"
        aria-colindex={1}
      >
        <input
          type="checkbox"
          tabIndex={-1}
          checked={ids.length > 0}
          aria-label={
            ids.length
              ? trans.__('Select none')
              : trans.__('Select the rows that are loaded')
          }
          title={
            ids.length
              ? trans.__('Select none')
              : trans.__('Select the rows that are loaded')
          }
          onChange={() => {
            if (ids.length) {
              model.selection.clear();
            } else {
              const { lists } = model.rows.lines;
              model.selection.add(
                lists.flatMap(list => list.loaded.map(({ id }) => id))
              );
            }
          }}
        />
      </span>
      <HeadCell {...props} heading={name} place={0} />
      {views.map((view, place) => (
        <HeadCell
          key={view.id}
          {...props}
          heading={view}
          view={view}
          place={place + 1}
        />
      ))}
    </div>
  );
}

interface IHeading {
  id: string;
  title: string;
  width: number;
}

function HeadCell(
  props: IHeadDoings & {
    model: TableModel;
    trans: TranslationBundle;
    heading: IHeading;
    view?: IColumnView;
    place: number;
  }
): React.JSX.Element {
  const { model, trans, heading, view, place } = props;
  const { id, title, width } = heading;
  const { sort, brushes } = model.layout;
  const at = sort.findIndex(one => one.column === id);
  const sorted = sort[at];
  const header = view?.header ?? null;
  const brush = brushes.find(one => one.column === id) ?? null;
  const isStop = props.active === place;
  const button = React.useRef<HTMLButtonElement>(null);
  React.useEffect(() => {
    if (
      isStop &&
      !button.current?.parentElement?.parentElement?.contains(
        document.activeElement
      )
    ) {
      button.current?.focus();
    }
  }, [isStop]);
  const onBrush = React.useCallback(
    (column: string, next: Brush | null) => void model.setBrush(column, next),
    [model]
  );
  const onLeave = (to: 'grid' | 'head') =>
    to === 'grid' ? props.toGrid(place) : button.current?.focus();
  const sortBy = (isMore: boolean) => {
    const isDownFirst =
      (header?.direction ?? null) !== 'down' &&
      (header?.kind === 'number' || id === 'duration');
    model.arrange({ sort: sortedBy(sort, id, isDownFirst, isMore) });
  };
  const resize = (to: number) =>
    model.arrangeColumn(id, { width: Math.max(NARROWEST, Math.round(to)) });
  const move = (to: number) =>
    model.arrange({ columns: moved(model.columns, id, to) });
  const onKeyDown = (event: React.KeyboardEvent) => {
    const isMirrored =
      getComputedStyle(event.currentTarget).direction === 'rtl';
    const on = (event.key === 'ArrowRight') !== isMirrored ? 1 : -1;
    const isAcross = event.key === 'ArrowRight' || event.key === 'ArrowLeft';
    if (isAcross && event.altKey && event.shiftKey) {
      resize(width + on * WIDER);
    } else if (isAcross && event.altKey && view) {
      move(place - 1 + on);
      props.setActive(Math.max(1, Math.min(model.columns.length, place + on)));
    } else if (isAcross) {
      props.setActive(Math.max(0, Math.min(model.columns.length, place + on)));
    } else if (event.key === 'Enter' && event.shiftKey) {
      sortBy(true);
    } else if (event.key === 'ArrowDown') {
      props.toGrid(place);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const menuAt = (node: Element) => {
    const { left, bottom } = node.getBoundingClientRect();
    props.openMenu(id, left, bottom);
  };
  return (
    <span
      className={`jt-TableCell jt-TableHead-cell${place === 0 ? ' jt-Table-first' : ''}${view?.isNumeric ? ' jt-mod-numeric' : ''}${view?.isFirst ? ' jt-mod-first' : ''}${view && view.stays !== null ? ' jt-mod-stays' : ''}`}
      role="columnheader"
      tabIndex={-1}
      aria-colindex={place + 2}
      aria-sort={
        sorted ? (sorted.descending ? 'descending' : 'ascending') : undefined
      }
      data-column={id}
      data-kind={view?.column.kind ?? 'about'}
      style={{
        insetInlineStart: place === 0 ? 48 : (view?.stays ?? undefined)
      }}
      onContextMenu={event => {
        event.preventDefault();
        event.stopPropagation();
        props.openMenu(id, event.clientX, event.clientY);
      }}
      onDragOver={event => {
        if (view && event.dataTransfer.types.includes(DRAGGED)) {
          event.preventDefault();
          event.dataTransfer.dropEffect = 'move';
        }
      }}
      onDrop={event => {
        const dragged = event.dataTransfer.getData(DRAGGED);
        if (view && dragged && dragged !== id) {
          event.preventDefault();
          model.arrange({ columns: moved(model.columns, dragged, place - 1) });
        }
      }}
    >
      <span className="jt-TableHead-line">
        <button
          ref={button}
          type="button"
          className="jt-TableHead-title"
          tabIndex={isStop ? 0 : -1}
          title={headTitle(id, title, view, trans)}
          draggable={view !== undefined}
          onDragStart={event => {
            event.dataTransfer.setData(DRAGGED, id);
            event.dataTransfer.effectAllowed = 'move';
          }}
          onFocus={() => props.setActive(place)}
          onKeyDown={onKeyDown}
          onClick={event => isSortable(id) && sortBy(event.shiftKey)}
        >
          <KindSign view={view} trans={trans} />
          <bdi>{title}</bdi>
          <DirectionSign direction={header?.direction} trans={trans} />
          {sorted && (
            <span className="jt-TableHead-sort" aria-hidden="true">
              {sorted.descending ? '▼' : '▲'}
              {sort.length > 1 && <sub>{at + 1}</sub>}
            </span>
          )}
        </button>
        {brush && (
          <button
            type="button"
            className="jt-Plain jt-TableHead-small jt-mod-brushed"
            tabIndex={isStop ? 0 : -1}
            title={trans.__('Show all values again')}
            aria-label={trans.__('Show all values of %1 again', title)}
            onClick={() => void model.setBrush(id, null)}
          >
            ✕
          </button>
        )}
        <button
          type="button"
          className="jt-Plain jt-TableHead-small jt-TableHead-more"
          tabIndex={isStop ? 0 : -1}
          title={trans.__('Arrange this column')}
          aria-label={trans.__('Arrange the column %1', title)}
          aria-haspopup="menu"
          onClick={event => menuAt(event.currentTarget)}
        >
          ⋯
        </button>
      </span>
      <span className="jt-TableHead-bars">
        {header && header.kind !== 'empty' && hasBars(id) && (
          <Histogram
            header={header}
            brush={brush}
            title={title}
            trans={trans}
            isStop={isStop}
            onBrush={onBrush}
            onLeave={onLeave}
          />
        )}
      </span>
      <Grip width={width} onResize={resize} />
    </span>
  );
}

const DRAGGED = 'application/x-jupyter-tracker-column';

/** Where the pointer makes a column wider; the keyboard does it by Alt, Shift and an arrow. */
function Grip(props: {
  width: number;
  onResize: (width: number) => void;
}): React.JSX.Element {
  const from = React.useRef<{ x: number; width: number } | null>(null);
  return (
    <span
      className="jt-TableHead-grip"
      aria-hidden="true"
      onPointerDown={event => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width: props.width };
      }}
      onPointerMove={event => {
        if (from.current) {
          const isMirrored =
            getComputedStyle(event.currentTarget).direction === 'rtl';
          const by = event.clientX - from.current.x;
          props.onResize(from.current.width + (isMirrored ? -by : by));
        }
      }}
      onPointerUp={() => {
        from.current = null;
      }}
    />
  );
}

/** Whether it is a param, a metric or a tag, by a sign. */
function KindSign(props: {
  view?: IColumnView;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { trans } = props;
  const signs: Record<string, [string, string]> = {
    param: ['⚙', trans.__('param')],
    metric: ['∿', trans.__('metric')],
    tag: ['#', trans.__('tag')]
  };
  const [sign, label] = signs[props.view?.column.kind ?? ''] ?? [];
  return sign ? (
    <span
      className="jt-TableHead-kind"
      role="img"
      aria-label={label}
      title={label}
    >
      {sign}
    </span>
  ) : null;
}

function headTitle(
  id: string,
  title: string,
  view: IColumnView | undefined,
  trans: TranslationBundle
): string {
  const { header } = view ?? {};
  return [
    title === id ? title : `${title} (${id})`,
    header ? trans._n('%1 run', '%1 runs', header.count) : '',
    header?.missing ? trans.__('%1 without a value', header.missing) : '',
    trans.__('Click: sort; with Shift: after the other columns')
  ]
    .filter(Boolean)
    .join('\n');
}
