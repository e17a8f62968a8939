import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { RunsModel } from '../models/runs';
import { notebookPath } from '../models/rulings';
import { ListRows, type ListRow } from '../models/rows';
import { RunRow } from './runrow';
import { SearchHead } from './searchhead';
import { useNow } from './usenow';

/** The height of a row in pixels, as the style sheet has it. */
export const ROW_HEIGHT = 46;
const BEYOND = 6;

/** What can be done in the list besides looking. */
export interface IRunListActions {
  open: (id: string) => void;
  compare: () => void;
  focusFilter: () => void;
}

/** All runs as a grid of which only the rows that can be seen are there. */
export function RunList(props: {
  model: RunsModel;
  trans: TranslationBundle;
  actions: IRunListActions;
}): React.JSX.Element {
  const { model, trans, actions } = props;
  const scroller = React.useRef<HTMLDivElement>(null);
  const [top, setTop] = React.useState(0);
  const [height, setHeight] = React.useState(600);
  const [focus, setFocus] = React.useState(0);
  const pointed = React.useRef(false);
  const { list, searches } = model;
  const all = new ListRows(list, searches);
  const now = useNow(list.loaded.some(run => run.state === 'running') ? 1 : 15);
  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - BEYOND);
  const last = Math.min(
    all.total - 1,
    Math.ceil((top + height) / ROW_HEIGHT) + BEYOND
  );

  React.useEffect(() => {
    const node = scroller.current;
    if (!node) {
      return;
    }
    const observer = new ResizeObserver(() => setHeight(node.clientHeight));
    observer.observe(node);
    return () => observer.disconnect();
  }, []);
  const [from, to] = [all.placeAt(first), all.placeAt(Math.max(first, last))];
  React.useEffect(() => model.want(from, to), [from, to, model]);
  const hold = () => {
    model.isHeld = pointed.current || (scroller.current?.scrollTop ?? 0) > 0;
    if (!model.isHeld && model.waiting) {
      model.showWaiting();
    }
  };

  const moveTo = (place: number) => {
    const there = Math.max(0, Math.min(all.total - 1, place));
    setFocus(there);
    const node = scroller.current;
    if (node) {
      const low = there * ROW_HEIGHT;
      if (low < node.scrollTop) {
        node.scrollTop = low;
      } else if (low + ROW_HEIGHT > node.scrollTop + node.clientHeight) {
        node.scrollTop = low + ROW_HEIGHT - node.clientHeight;
      }
    }
  };
  const select = React.useCallback(
    (id: string, extend: boolean) => {
      if (extend) {
        model.selection.extend(
          id,
          model.list.loaded.map(run => run.id)
        );
      } else {
        model.selection.toggle(id);
      }
    },
    [model]
  );
  const show = React.useCallback(
    (id: string) => model.toggleShown(id),
    [model]
  );
  const unfold = React.useCallback(
    (id: string) => searches.toggle(id),
    [searches]
  );
  const why = React.useCallback(
    (id: string, name: string) =>
      model.service.why(model.path, id, name).then(({ text }) => text),
    [model]
  );
  const onMenu = (event: React.MouseEvent) => {
    const row = (event.target as Element).closest<HTMLElement>('[data-run]');
    const id = row?.dataset.run;
    if (id && !model.selection.has(id)) {
      model.selection.only(id); // what the menu does is meant for the run it opens on
    }
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const row = all.at(focus);
    const run = row.kind === 'search' ? null : row.run;
    const above = row.kind === 'run' ? row.run : row.of;
    const fold = (open: boolean) =>
      above?.search &&
      Boolean(searches.of(above.id)) !== open &&
      unfold(above.id);
    const page = Math.max(1, Math.floor(height / ROW_HEIGHT) - 1);
    const keys: Record<string, () => void> = {
      ArrowDown: () => moveTo(focus + 1),
      ArrowUp: () => moveTo(focus - 1),
      PageDown: () => moveTo(focus + page),
      PageUp: () => moveTo(focus - page),
      Home: () => moveTo(0),
      End: () => moveTo(all.total - 1),
      ArrowRight: () => fold(true),
      ArrowLeft: () => fold(false),
      ' ': () => run && model.toggleShown(run.id),
      x: () => run && select(run.id, false),
      X: () => run && select(run.id, true),
      Enter: () => run && actions.open(run.id),
      c: () => actions.compare(),
      '/': () => actions.focusFilter(),
      Escape: () => model.selection.clear()
    };
    const act = keys[event.key];
    const isShortcut = event.ctrlKey || event.metaKey || event.altKey;
    if (act && !isShortcut && event.target === event.currentTarget) {
      event.preventDefault();
      act();
    }
  };

  const focusedRow = all.at(focus);
  const focused = focusedRow.kind === 'search' ? null : focusedRow.run;
  const drawn = (row: ListRow, place: number) => {
    if (row.kind === 'search') {
      const { of: run } = row;
      return <SearchHead {...{ run, searches, trans }} onOpen={actions.open} />;
    }
    const { run } = row;
    const isChild = row.kind === 'child';
    const below = isChild || model.choice.order !== 'desc';
    return (
      run && (
        <RunRow
          run={run}
          path={notebookPath(run.notebook, model.status, model.path)}
          below={below ? null : list.at(row.place + 1)}
          metric={isChild ? (row.of.search?.metric ?? '') : model.choice.metric}
          colour={model.colours.known(run.id)}
          isNested={isChild}
          isBest={isChild && row.of.search?.best?.id === run.id}
          isUnfolded={searches.of(run.id) !== null}
          isShown={model.shown.includes(run.id)}
          isSelected={model.selection.has(run.id)}
          isFocused={place === focus}
          place={place}
          now={now}
          trans={trans}
          onShow={show}
          onSelect={select}
          onOpen={actions.open}
          onFocus={setFocus}
          onUnfold={unfold}
          onWhy={why}
        />
      )
    );
  };
  const rows: React.JSX.Element[] = [];
  for (let place = first; place <= last; place += 1) {
    const row = all.at(place);
    const id = row.kind === 'search' ? `search ${row.of.id}` : row.run?.id;
    rows.push(
      <div
        key={id ?? `place ${place}`}
        role="presentation"
        className="jt-List-slot"
        style={{ top: place * ROW_HEIGHT }}
      >
        {drawn(row, place)}
      </div>
    );
  }
  return (
    <div className="jt-List">
      {model.waiting > 0 && (
        <button
          type="button"
          className="jt-List-new"
          onClick={() => {
            if (scroller.current) {
              scroller.current.scrollTop = 0;
            }
            model.showWaiting();
          }}
        >
          {trans._n('%1 new', '%1 new', model.waiting)}
        </button>
      )}
      <div
        ref={scroller}
        className={`jt-List-scroller${model.selection.ids.length ? ' jt-mod-selecting' : ''}`}
        role="grid"
        tabIndex={0}
        aria-label={trans.__('Runs')}
        aria-rowcount={all.total}
        aria-multiselectable="true"
        aria-activedescendant={focused ? `jt-run-${focused.id}` : undefined}
        onScroll={event => {
          setTop(event.currentTarget.scrollTop);
          hold();
        }}
        onContextMenu={onMenu}
        onKeyDown={onKeyDown}
      >
        <div
          className="jt-List-all"
          role="presentation"
          style={{ height: all.total * ROW_HEIGHT }}
          onPointerEnter={() => {
            pointed.current = true;
            hold();
          }}
          onPointerLeave={() => {
            pointed.current = false;
            hold();
          }}
        >
          {rows}
        </div>
      </div>
    </div>
  );
}
