import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { TableActions } from './actions';
import { columnViews } from './columnviews';
import { openColumnMenu } from './columnmenu';
import { editCell } from './editing';
import { copied } from './export';
import { Grid } from './grid';
import { TableHead } from './head';
import { onGridKey, type IKeyDoings } from './keys';
import { showKeys } from './keyhelp';
import type { TableModel } from './model';
import { openRowMenu } from './rowmenu';
import { SelectionBar } from './selectionbar';
import { TableState } from './state';
import { TableToolbar, type IExports } from './toolbar';

/** How long a click on a name waits for a second one, which means to write in it. */
const SECOND_CLICK = 220;

/** The run table: what is above it, the headers, the rows, and what to do with those selected. */
export function TableView(props: {
  model: TableModel;
  actions: TableActions;
  exports: IExports;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, actions, exports, trans } = props;
  const scroller = React.useRef<HTMLDivElement>(null);
  const body = React.useRef<HTMLDivElement>(null);
  const filter = React.useRef<HTMLInputElement>(null);
  const grid = React.useRef<Grid | null>(null);
  const [head, setHead] = React.useState(-1);
  React.useEffect(() => {
    if (scroller.current && body.current) {
      const made = new Grid(scroller.current, body.current, model, trans);
      grid.current = made;
      return () => made.dispose();
    }
    return undefined;
  }, [model, trans]);
  const edit = React.useCallback(() => {
    if (grid.current) {
      editCell(
        grid.current,
        model,
        trans,
        (run, change) => void actions.edit([run], change)
      );
    }
  }, [model, trans, actions]);
  const toGrid = (column: number) => {
    setHead(-1);
    grid.current?.moveTo({ line: 0, column });
    scroller.current?.focus();
  };
  const doings: IKeyDoings = {
    actions,
    focusFilter: () => filter.current?.focus(),
    focusHead: setHead,
    showKeys: () => void showKeys(trans),
    edit
  };
  const hold = useHold(model, scroller);
  const click = useClicks(props, grid, scroller, edit);
  const { waiting } = model;
  return (
    <div className="jt-TableView">
      <TableToolbar
        model={model}
        trans={trans}
        inputRef={filter}
        exports={exports}
        showKeys={() => void showKeys(trans)}
      />
      {waiting > 0 && (
        <button
          type="button"
          className="jt-List-new"
          onClick={() => {
            if (scroller.current) {
              scroller.current.scrollTop = 0;
            }
            model.isHeld = false;
          }}
        >
          {trans._n('%1 new', '%1 new', waiting)}
        </button>
      )}
      <TableState model={model} trans={trans} />
      <div
        ref={scroller}
        className={`jt-Grid${model.selection.ids.length ? ' jt-mod-selecting' : ''}`}
        role="grid"
        tabIndex={0}
        aria-label={trans.__('Runs')}
        aria-multiselectable="true"
        aria-busy={!model.rows.isThere}
        onScroll={hold.onScroll}
        onKeyDown={event => {
          const isOwn = event.target === event.currentTarget;
          if (
            isOwn &&
            grid.current &&
            onGridKey(event.nativeEvent, grid.current, doings)
          ) {
            event.preventDefault();
          }
        }}
        onCopy={event => {
          const isWriting = (event.target as Element).closest('textarea');
          const isMarked = document.getSelection()?.isCollapsed === false;
          const text = grid.current && copiedText(grid.current, model, trans);
          // text that a person has marked is copied as everywhere
          if (text && !isWriting && !isMarked) {
            event.clipboardData.setData('text/plain', text);
            event.preventDefault();
          }
        }}
        {...click}
      >
        <div className="jt-Grid-head" role="rowgroup">
          <TableHead
            model={model}
            views={columnViews(model, trans)}
            trans={trans}
            active={head}
            setActive={setHead}
            toGrid={toGrid}
            openMenu={(column, x, y) =>
              openColumnMenu(model, column, trans, { x, y })
            }
          />
        </div>
        <div
          ref={body}
          className="jt-Grid-body"
          role="rowgroup"
          onPointerEnter={hold.onPointerEnter}
          onPointerLeave={hold.onPointerLeave}
        />
      </div>
      <SelectionBar model={model} actions={actions} trans={trans} />
    </div>
  );
}

/** Keeps rows where they are while somebody points at them or has scrolled. */
function useHold(model: TableModel, scroller: React.RefObject<HTMLDivElement>) {
  const isPointed = React.useRef(false);
  const hold = () => {
    const isScrolled = (scroller.current?.scrollTop ?? 0) > 0;
    const isHeld = isPointed.current || isScrolled;
    if (isHeld !== model.isHeld) {
      model.isHeld = isHeld;
    }
  };
  return {
    onScroll: hold,
    onPointerEnter: () => {
      isPointed.current = true;
      hold();
    },
    onPointerLeave: () => {
      isPointed.current = false;
      hold();
    }
  };
}

/** What the pointer does in the rows. */
function useClicks(
  props: {
    model: TableModel;
    actions: TableActions;
    trans: TranslationBundle;
  },
  grid: React.RefObject<Grid | null>,
  scroller: React.RefObject<HTMLDivElement>,
  edit: () => void
): React.HTMLAttributes<HTMLDivElement> {
  const { model, actions, trans } = props;
  const opening = React.useRef(0);
  const goTo = (event: React.MouseEvent): boolean => {
    const place = grid.current?.placeOf(event.target as Element);
    if (place) {
      grid.current?.moveTo(place, event.shiftKey && event.type === 'click');
      scroller.current?.focus();
    }
    return Boolean(place);
  };
  return {
    onClick: event => {
      const target = event.target as Element;
      if (target.closest('.jt-TableEdit') || !goTo(event)) {
        return;
      }
      const act = target.closest<HTMLElement>('[data-act]')?.dataset.act;
      const line = grid.current?.line ?? null;
      const id = line?.kind === 'run' ? line.row?.id : undefined;
      if (act === 'fold' && line) {
        actions.toggleFold(line);
      } else if (act === 'show' && id) {
        model.toggleShown(id);
      } else if (act === 'select' && id) {
        actions.selectAt(id, event.shiftKey);
      } else if (act === 'open' && id && (event.ctrlKey || event.metaKey)) {
        actions.selectAt(id, false);
      } else if (act === 'open' && !event.shiftKey) {
        window.clearTimeout(opening.current);
        opening.current = window.setTimeout(
          () => actions.open(line),
          SECOND_CLICK
        );
      }
    },
    onDoubleClick: event => {
      window.clearTimeout(opening.current);
      if (!(event.target as Element).closest('.jt-TableEdit') && goTo(event)) {
        edit();
      }
    },
    onContextMenu: event => {
      if (grid.current && goTo(event)) {
        event.preventDefault();
        event.stopPropagation();
        openRowMenu(
          { model, grid: grid.current, actions, trans, edit },
          event.clientX,
          event.clientY
        );
      }
    }
  };
}

/** The cells of the range, as text that spreadsheets paste. */
function copiedText(
  grid: Grid,
  model: TableModel,
  trans: TranslationBundle
): string {
  const [top, bottom] = [grid.anchor.line, grid.active.line].sort(
    (a, b) => a - b
  );
  const [left, right] = [grid.anchor.column, grid.active.column].sort(
    (a, b) => a - b
  );
  const columns = ['name', ...grid.views.map(({ id }) => id)].slice(
    left,
    right + 1
  );
  const { lines } = model.rows;
  const found = [];
  for (let at = top; at <= Math.min(bottom, lines.total - 1); at += 1) {
    found.push(copied(lines.at(at), columns, model, trans));
  }
  return found.join('\n');
}
