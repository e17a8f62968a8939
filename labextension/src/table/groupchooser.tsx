import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { columnOf, columnTitle, parseColumn } from './columns';
import type { TableModel } from './model';

const MOST_GROUPS = 8;
const USUAL = ['configuration', 'experiment', 'notebook', 'day', 'state'];

/** By what runs are grouped, what is told of a group, and whether re-runs stand under one row. */
export function GroupChooser(props: {
  model: TableModel;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, trans } = props;
  const { groups, spread, isFolded } = model.layout;
  const [search, setSearch] = React.useState('');
  const { names, differing } = model;
  const params = [
    ...differing,
    ...(names?.params ?? []).filter(name => !differing.includes(name))
  ];
  const all = [
    ...groups,
    ...USUAL,
    ...params.map(name => columnOf('params', name)),
    ...(names?.tags ?? []).map(name => columnOf('tags', name))
  ];
  const wanted = search.toLowerCase();
  const shown = [...new Set(all)]
    .filter(id => groups.includes(id) || id.toLowerCase().includes(wanted))
    .slice(0, 60);
  const toggle = (id: string) =>
    model.arrange({
      groups: groups.includes(id)
        ? groups.filter(other => other !== id)
        : [...groups, id].slice(0, MOST_GROUPS)
    });
  return (
    <div className="jt-Columns">
      <input
        type="search"
        className="jt-Search"
        aria-label={trans.__('Search what to group by')}
        placeholder={trans.__('Group by…')}
        value={search}
        onChange={event => setSearch(event.target.value)}
      />
      <ul
        className="jt-Columns-lists"
        aria-label={trans.__('What to group by')}
      >
        {shown.map(id => (
          <li key={id} className="jt-Columns-item">
            <label>
              <input
                type="checkbox"
                checked={groups.includes(id)}
                onChange={() => toggle(id)}
              />
              <span className="jt-Columns-name" title={id}>
                <bdi>{columnTitle(parseColumn(id), trans)}</bdi>
                {id === 'configuration' && (
                  <span className="jt-Quiet">
                    {' '}
                    {trans.__('all params but seeds')}
                  </span>
                )}
              </span>
            </label>
            {groups.includes(id) && groups.length > 1 && (
              <span className="jt-Quiet">{groups.indexOf(id) + 1}</span>
            )}
          </li>
        ))}
      </ul>
      <fieldset className="jt-Popover-foot">
        <legend>{trans.__('Behind the ± of a mean')}</legend>
        {(['interval', 'std'] as const).map(one => (
          <label key={one}>
            <input
              type="radio"
              name="jt-spread"
              checked={spread === one}
              onChange={() => model.arrange({ spread: one })}
            />
            {one === 'interval'
              ? trans.__('95 % interval')
              : trans.__('standard deviation')}
          </label>
        ))}
      </fieldset>
      <div className="jt-Popover-foot">
        <label>
          <input
            type="checkbox"
            checked={isFolded}
            onChange={() => model.arrange({ isFolded: !isFolded })}
          />
          {trans.__('Re-runs under one row')}
        </label>
      </div>
    </div>
  );
}
