import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { shortValue } from '../format';
import type { SearchesModel } from '../models/searches';
import type { RunItem, Search } from '../rest';
import { Choice } from './choice';

/** `24 configurations, best 0.94`: unfolds them below their run. */
export function SearchFold(props: {
  run: RunItem;
  isOpen: boolean;
  trans: TranslationBundle;
  onToggle: (id: string) => void;
}): React.JSX.Element | null {
  const { run, isOpen, trans } = props;
  if (!run.search) {
    return null;
  }
  return (
    <button
      type="button"
      tabIndex={-1}
      className="jt-Link jt-Row-search"
      aria-expanded={isOpen}
      aria-label={trans.__(
        'Configurations of %1: %2',
        run.name,
        searchText(run.search, trans)
      )}
      title={searchTitle(run.search, trans)}
      onClick={() => props.onToggle(run.id)}
    >
      <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>{' '}
      {searchText(run.search, trans)}
    </button>
  );
}

/** How far a search has come, in a few words. */
export function searchText(search: Search, trans: TranslationBundle): string {
  const { total, running, best } = search;
  const said = [
    trans._n('%1 configuration', '%1 configurations', total),
    running ? trans.__('%1 running', running) : '',
    best ? trans.__('best %1', shortValue(best.value, 12)) : ''
  ];
  return said.filter(Boolean).join(', ');
}

function searchTitle(search: Search, trans: TranslationBundle): string {
  const { metric, direction, failed, best } = search;
  const way =
    direction === 'down'
      ? trans.__('lower is better')
      : trans.__('higher is better');
  const said = [
    metric ? (direction ? `${metric}, ${way}` : metric) : '',
    best
      ? Object.entries(best.params)
          .map(([name, value]) => `${name} = ${shortValue(value, 40)}`)
          .join('\n')
      : '',
    failed ? trans.__('%1 failed', failed) : ''
  ];
  return said.filter(Boolean).join('\n');
}

/** Above the configurations of a run: by what they are sorted, and how many of them are here. */
export function SearchHead(props: {
  run: RunItem;
  searches: SearchesModel;
  trans: TranslationBundle;
  onOpen: (id: string) => void;
}): React.JSX.Element {
  const { run, searches, trans } = props;
  const there = searches.of(run.id);
  const runs = there?.runs ?? [];
  const metrics = [
    ...new Set(runs.flatMap(({ metrics }) => Object.keys(metrics)))
  ];
  const total = there?.total ?? 0;
  return (
    <div className="jt-Row jt-mod-nested jt-SearchHead" role="row">
      <span role="gridcell" className="jt-SearchHead-cell">
        <Choice
          label={trans.__('Order of the configurations of %1', run.name)}
          value={there?.sort ? `${there.sort} ${there.order}` : ''}
          onChange={chosen => {
            const at = chosen.lastIndexOf(' ');
            searches.sort(
              run.id,
              chosen.slice(0, Math.max(0, at)),
              chosen.endsWith(' asc') ? 'asc' : 'desc'
            );
          }}
        >
          <option value="">{trans.__('best first')}</option>
          <option value="started asc">{trans.__('as they were tried')}</option>
          {metrics.flatMap(name => {
            const column = `metrics[${JSON.stringify(name)}]`;
            return [
              <option key={`${name} up`} value={`${column} desc`}>
                {trans.__('%1, highest', name)}
              </option>,
              <option key={`${name} down`} value={`${column} asc`}>
                {trans.__('%1, lowest', name)}
              </option>
            ];
          })}
        </Choice>
        <span className="jt-Quiet jt-SearchHead-count">
          {runs.length < total
            ? trans.__('first %1 of %2', runs.length, total)
            : runs.length
              ? ''
              : trans.__('Loading…')}
        </span>
        <button
          type="button"
          className="jt-Link"
          title={trans.__('All of them as a table on the page of the run')}
          onClick={() => props.onOpen(run.id)}
        >
          {trans.__('Table')}
        </button>
      </span>
    </div>
  );
}
