import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import {
  UNKNOWN,
  bytes,
  change,
  fullValue,
  shortNumber,
  shortValue
} from '../format';
import type {
  Comparison,
  Difference,
  InputComparison,
  MetricComparison
} from '../rest';
import { StateSign } from '../items/statesign';
import type { CompareModel } from './model';

/** What every table of a comparison needs. */
export interface ITableProps {
  model: CompareModel;
  comparison: Comparison;
  trans: TranslationBundle;
  onOpen: (id: string) => void;
}

/** The runs as columns, the baseline left and always in sight. */
export function RunColumns(
  props: ITableProps & { label: string; children: React.ReactNode }
): React.JSX.Element {
  const { comparison, model, trans } = props;
  return (
    <div className="jt-Wide" tabIndex={0} role="group" aria-label={props.label}>
      <table className="jt-Table">
        <thead>
          <tr>
            <th scope="col">
              <span className="jt-Hidden">{trans.__('Name')}</span>
            </th>
            {comparison.runs.map(run => (
              <th
                key={run.id}
                scope="col"
                data-baseline={run.id === comparison.baseline}
              >
                <span
                  className="jt-Swatch"
                  style={
                    {
                      '--jt-colour': model.colour(run.id)
                    } as React.CSSProperties
                  }
                />
                <StateSign state={run.state} trans={trans} />
                <button
                  type="button"
                  className="jt-Link"
                  title={trans.__('%1: open', run.id)}
                  onClick={() => props.onOpen(run.id)}
                >
                  <bdi>{run.name}</bdi>
                </button>
                {run.id === comparison.baseline ? (
                  <span className="jt-Quiet" title={trans.__('Baseline')}>
                    {' '}
                    ★ {trans.__('baseline')}
                  </span>
                ) : (
                  <button
                    type="button"
                    className="jt-Plain jt-Rebase"
                    title={trans.__('Compare with this one')}
                    aria-label={trans.__('Compare with %1', run.name)}
                    onClick={() => {
                      model.baseline = run.id;
                    }}
                  >
                    ☆
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </div>
  );
}

/** Metrics with their change against the baseline, the best marked. */
export function MetricRow(props: {
  metric: MetricComparison;
  comparison: Comparison;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { metric, comparison, trans } = props;
  const direction =
    metric.direction === 'up' ? ' ↑' : metric.direction === 'down' ? ' ↓' : '';
  return (
    <tr>
      <th scope="row" title={metric.name}>
        {metric.name}
        <span className="jt-Quiet" title={trans.__('the better direction')}>
          {direction}
        </span>
      </th>
      {comparison.runs.map((run, place) => {
        const delta = metric.deltas[place];
        const isBest = metric.best.includes(place);
        return (
          <td
            key={run.id}
            data-baseline={run.id === comparison.baseline}
            title={fullValue(metric.values[place])}
          >
            <span className={isBest ? 'jt-Best' : undefined}>
              {metric.values[place] === null
                ? UNKNOWN
                : shortValue(metric.values[place], 24)}
            </span>
            {delta !== null &&
              delta !== undefined &&
              run.id !== comparison.baseline && (
                <Delta
                  delta={delta}
                  ratio={metric.ratios[place]}
                  direction={metric.direction}
                />
              )}
            {isBest && <span className="jt-Quiet"> {trans.__('best')}</span>}
          </td>
        );
      })}
    </tr>
  );
}

function Delta(props: {
  delta: number;
  ratio: number | null;
  direction: 'up' | 'down' | null;
}): React.JSX.Element {
  const { delta, direction, ratio } = props;
  const good =
    direction === null || delta === 0
      ? undefined
      : delta > 0 === (direction === 'up');
  return (
    <span
      className="jt-Delta"
      data-good={good}
      title={ratio === null ? undefined : `× ${shortNumber(ratio)}`}
    >
      {change(delta)}
    </span>
  );
}

/** One thing and what it was in each run; what differs from the baseline stands out. */
export function DifferenceRow(props: {
  row: Difference;
  comparison: Comparison;
}): React.JSX.Element {
  const { row, comparison } = props;
  const base = comparison.runs.findIndex(run => run.id === comparison.baseline);
  const reference = JSON.stringify(row.values[base]);
  return (
    <tr>
      <th scope="row" title={row.name}>
        {row.name}
      </th>
      {comparison.runs.map((run, place) => (
        <td
          key={run.id}
          data-baseline={run.id === comparison.baseline}
          className={
            JSON.stringify(row.values[place]) === reference
              ? undefined
              : 'jt-Other'
          }
          title={fullValue(row.values[place])}
        >
          {row.values[place] === null
            ? UNKNOWN
            : shortValue(row.values[place], 60)}
        </td>
      ))}
    </tr>
  );
}

/** A file that the runs read, by hash. */
export function InputRow(props: {
  row: InputComparison;
  comparison: Comparison;
}): React.JSX.Element {
  const { row, comparison } = props;
  return (
    <tr>
      <th scope="row" title={row.path}>
        {row.path}
      </th>
      {comparison.runs.map((run, place) => (
        <td
          key={run.id}
          data-baseline={run.id === comparison.baseline}
          className={row.differs ? 'jt-Other' : undefined}
          title={row.hashes[place] ?? undefined}
        >
          {row.hashes[place] === null
            ? UNKNOWN
            : `${row.hashes[place]?.replace(/^b3:/, '').slice(0, 8)} · ${bytes(row.sizes[place])}`}
        </td>
      ))}
    </tr>
  );
}
