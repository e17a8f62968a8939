import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { columnTitle, parseColumn } from './columns';
import { moved } from './layout';
import type { TableModel } from './model';

const MOST = 200;
const DRAGGED = 'application/x-jupyter-tracker-chosen';

/** Which columns are shown and in which order: those chosen above, all others below a search. */
export function ColumnChooser(props: {
  model: TableModel;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, trans } = props;
  const [search, setSearch] = React.useState('');
  const chosen = model.columns;
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (id: string) =>
    words.every(word => id.toLowerCase().includes(word));
  const others = model.choices.filter(id => !chosen.includes(id) && fits(id));
  const set = (columns: readonly string[]) => model.arrange({ columns });
  const { differing } = model;
  return (
    <div className="jt-Columns">
      <input
        type="search"
        className="jt-Search"
        aria-label={trans.__('Search columns')}
        placeholder={trans.__('Search columns')}
        value={search}
        onChange={event => setSearch(event.target.value)}
      />
      <div className="jt-Columns-lists">
        <h3 id="jt-columns-chosen">{trans.__('Shown (%1)', chosen.length)}</h3>
        <ul aria-labelledby="jt-columns-chosen">
          {chosen.filter(fits).map(id => (
            <Chosen
              key={id}
              id={id}
              model={model}
              trans={trans}
              onMove={to => set(moved(chosen, id, to))}
              onDropped={other => set(moved(chosen, other, chosen.indexOf(id)))}
              onHide={() => set(chosen.filter(other => other !== id))}
            />
          ))}
        </ul>
        <h3 id="jt-columns-others">{trans.__('Others (%1)', others.length)}</h3>
        <ul aria-labelledby="jt-columns-others">
          {others.slice(0, MOST).map(id => (
            <li key={id} className="jt-Columns-item">
              <label>
                <input
                  type="checkbox"
                  checked={false}
                  onChange={() => set([...chosen, id])}
                />
                <Told id={id} trans={trans} />
              </label>
              {differing.includes(parseColumn(id).name) &&
                parseColumn(id).kind === 'param' && (
                  <span className="jt-Quiet">{trans.__('differs')}</span>
                )}
            </li>
          ))}
        </ul>
        {others.length > MOST && (
          <p className="jt-Quiet">
            {trans.__('%1 more: search for them', others.length - MOST)}
          </p>
        )}
      </div>
      <div className="jt-Popover-foot">
        <button
          type="button"
          className="jt-Link"
          disabled={model.layout.columns === null}
          onClick={() => model.arrange({ columns: null })}
        >
          {trans.__('Only those that differ')}
        </button>
      </div>
    </div>
  );
}

function Chosen(props: {
  id: string;
  model: TableModel;
  trans: TranslationBundle;
  onMove: (to: number) => void;
  onDropped: (other: string) => void;
  onHide: () => void;
}): React.JSX.Element {
  const { id, model, trans } = props;
  const place = model.columns.indexOf(id);
  const isPinned = Boolean(model.about(id).isPinned);
  const title = columnTitle(parseColumn(id), trans);
  return (
    <li
      className="jt-Columns-item"
      draggable
      onDragStart={event => event.dataTransfer.setData(DRAGGED, id)}
      onDragOver={event =>
        event.dataTransfer.types.includes(DRAGGED) && event.preventDefault()
      }
      onDrop={event => {
        const other = event.dataTransfer.getData(DRAGGED);
        if (other && other !== id) {
          event.preventDefault();
          props.onDropped(other);
        }
      }}
    >
      <label>
        <input
          type="checkbox"
          checked
          title={trans.__('Alt with an arrow moves it')}
          onChange={props.onHide}
          onKeyDown={event => {
            const by =
              event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
            if (by && event.altKey) {
              event.preventDefault();
              props.onMove(place + by);
            }
          }}
        />
        <Told id={id} trans={trans} />
      </label>
      <button
        type="button"
        className="jt-Plain"
        aria-pressed={isPinned}
        title={trans.__('Stays while others scroll')}
        aria-label={trans.__('%1 stays while others scroll', title)}
        onClick={() => model.arrangeColumn(id, { isPinned: !isPinned })}
      >
        {isPinned ? '⊣' : '·'}
      </button>
      <button
        type="button"
        className="jt-Plain"
        disabled={place === 0}
        aria-label={trans.__('Move %1 up', title)}
        title={trans.__('Move up')}
        onClick={() => props.onMove(place - 1)}
      >
        ↑
      </button>
      <button
        type="button"
        className="jt-Plain"
        disabled={place === model.columns.length - 1}
        aria-label={trans.__('Move %1 down', title)}
        title={trans.__('Move down')}
        onClick={() => props.onMove(place + 1)}
      >
        ↓
      </button>
    </li>
  );
}

function Told(props: {
  id: string;
  trans: TranslationBundle;
}): React.JSX.Element {
  const column = parseColumn(props.id);
  const { trans } = props;
  const kinds = {
    param: trans.__('param'),
    metric: trans.__('metric'),
    tag: trans.__('tag'),
    about: ''
  };
  return (
    <span className="jt-Columns-name" title={props.id}>
      <bdi>{columnTitle(column, trans)}</bdi>
      <span className="jt-Quiet"> {kinds[column.kind]}</span>
    </span>
  );
}
