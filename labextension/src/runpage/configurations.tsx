import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { InlineChart } from '../charts/inline';
import { asNumber, duration, shortValue } from '../format';
import { searchText } from '../items/searchhead';
import { SortableTable, type ISortableRow } from '../items/sortable';
import { StateSign } from '../items/statesign';
import type { ICurve } from '../models/curves';
import type { RunItem, RunList, Search, Values } from '../rest';
import { cell } from './tables';

const ENOUGH_FOR_CURVE = 4;

/** What the searches of a run tried: each configuration in a row, the best marked, and how the best came about. */
export function Configurations(props: {
  search: Search;
  list: RunList | null;
  colour: string;
  trans: TranslationBundle;
  onOpen: (id: string) => void;
  onCompare: (ids: string[]) => void;
}): React.JSX.Element {
  const { search, list, colour, trans } = props;
  const runs = React.useMemo(() => list?.runs ?? [], [list]);
  const curves = React.useMemo(
    () => bestSoFar(runs, search, colour),
    [runs, search, colour]
  );
  const ranked = ranking(runs, search);
  const params = differing(runs.map(run => run.params));
  const metrics = [
    ...new Set([
      ...(search.metric ? [search.metric] : []),
      ...(list?.columns.metrics ?? [])
    ])
  ];
  const row = (run: RunItem): ISortableRow => {
    const place = runs.indexOf(run) + 1;
    const isBest = run.id === search.best?.id;
    return {
      id: run.id,
      className: isBest ? 'jt-mod-best' : undefined,
      cells: [
        {
          key: place,
          text: (
            <span className="jt-Configuration">
              <StateSign state={run.state} trans={trans} />
              <button
                type="button"
                className="jt-Link"
                title={trans.__('%1 (%2): open', run.name, run.id)}
                aria-label={trans.__('Open configuration %1', place)}
                onClick={() => props.onOpen(run.id)}
              >
                {place}
              </button>
              {isBest && (
                <span className="jt-Row-best">{trans.__('best')}</span>
              )}
            </span>
          )
        },
        ...params.map(name => cell(run.params[name] ?? null)),
        ...metrics.map(name => cell(run.metrics[name] ?? null)),
        {
          key: run.duration,
          text: run.duration === null ? '' : duration(run.duration)
        }
      ]
    };
  };
  return (
    <section>
      <h2>
        {trans.__('Configurations')}{' '}
        <span className="jt-Quiet">{searchText(search, trans)}</span>
      </h2>
      {search.best && (
        <p className="jt-RunPage-before">
          {trans.__('Best:')}{' '}
          {Object.entries(search.best.params).map(([name, value]) => (
            <span key={name} className="jt-Pair">
              {name} <b>{shortValue(value, 40)}</b>{' '}
            </span>
          ))}
          {ranked.length > 1 && (
            <button
              type="button"
              className="jt-Link"
              onClick={() =>
                props.onCompare(ranked.slice(0, 5).map(run => run.id))
              }
            >
              {trans._n(
                'Compare the best %1',
                'Compare the best %1',
                Math.min(5, ranked.length)
              )}
            </button>
          )}
        </p>
      )}
      {curves.length > 0 && (
        <figure className="jt-BestSoFar">
          <InlineChart
            label={trans.__('Best %1 so far', search.metric ?? '')}
            curves={curves}
          />
          <figcaption className="jt-Quiet">
            {trans.__(
              'Best %1 so far, over the configurations tried',
              search.metric ?? ''
            )}
          </figcaption>
        </figure>
      )}
      <SortableTable
        label={trans.__('Configurations')}
        columns={[trans.__('tried'), ...params, ...metrics, trans.__('took')]}
        hasNames
        className="jt-Configurations"
        rows={ranked.map(row)}
      />
      {list && list.total > runs.length && (
        <p className="jt-Quiet">
          {trans.__('The first %1 of %2.', runs.length, list.total)}
        </p>
      )}
    </section>
  );
}

/** The runs best first; as they were tried where nothing tells what is better. */
export function ranking(
  runs: readonly RunItem[],
  { metric, direction }: Search
): RunItem[] {
  if (!metric || !direction) {
    return [...runs];
  }
  const sign = direction === 'up' ? -1 : 1;
  const score = (run: RunItem) => {
    const value = asNumber(run.metrics[metric]);
    return value === null || Number.isNaN(value) ? Infinity : sign * value;
  };
  return [...runs].sort((a, b) => score(a) - score(b) || 0);
}

/** The best value of the metric that decides, after each configuration; nothing for a few or without a direction. */
export function bestSoFar(
  runs: readonly RunItem[],
  { metric, direction }: Search,
  colour: string
): ICurve[] {
  if (!metric || !direction || runs.length < ENOUGH_FOR_CURVE) {
    return [];
  }
  let best: number | null = null;
  const value = runs.map(run => {
    const one = asNumber(run.metrics[metric]);
    if (one !== null && Number.isFinite(one)) {
      const isBetter =
        best === null || (direction === 'up' ? one > best : one < best);
      best = isBetter ? one : best;
    }
    return best;
  });
  const step = runs.map((_, place) => place + 1);
  const series = { step, value, time: [], total: step.length, sampling: null };
  return [{ id: metric, label: metric, colour, series }];
}

/** The names whose values are not the same everywhere; all of them for a single one. */
export function differing(all: readonly Values[]): string[] {
  const names = [...new Set(all.flatMap(one => Object.keys(one)))];
  return all.length < 2
    ? names
    : names.filter(
        name => new Set(all.map(one => JSON.stringify(one[name]))).size > 1
      );
}
