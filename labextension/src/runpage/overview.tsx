import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { change, fullValue, shortNumber, shortValue, UNKNOWN } from '../format';
import { Source } from '../items/source';
import type { Comparison, Metric, Param, Value } from '../rest';
import type { IRunProps } from './side';

interface IOverviewProps extends IRunProps {
  /** Against the run before it of the same cell. */
  comparison: Comparison | null;
  onCompare: (ids: string[]) => void;
}

/** At a glance: what went wrong, what was tried, how it went. */
export function Overview(props: IOverviewProps): React.JSX.Element {
  const { record, trans } = props;
  const set = record.params.filter(param => !param.default);
  const defaults = record.params.filter(param => param.default);
  return (
    <>
      <Troubles {...props} />
      <Before {...props} />
      <div className="jt-RunPage-columns">
        <div>
          <h2>{trans.__('Metrics')}</h2>
          {record.metrics.length ? (
            <Metrics {...props} />
          ) : (
            <p className="jt-Quiet">
              {trans.__('No metric was seen in this run.')}
            </p>
          )}
        </div>
        <div>
          <h2>{trans.__('Params')}</h2>
          {set.length ? (
            <Params {...props} params={set} />
          ) : (
            <p className="jt-Quiet">{trans.__('No param was set.')}</p>
          )}
          {defaults.length > 0 && (
            <details>
              <summary>
                {trans._n('%1 default', '%1 defaults', defaults.length)}
              </summary>
              <Params {...props} params={defaults} />
            </details>
          )}
        </div>
      </div>
    </>
  );
}

/** What went wrong and what is still to come. */
function Troubles({ record, trans }: IRunProps): React.JSX.Element {
  const { error } = record;
  return (
    <>
      {record.pending.length > 0 && (
        <p className="jt-Quiet" role="status">
          {trans.__('Still being worked out: %1', record.pending.join(', '))}
        </p>
      )}
      {record.warnings.map(warning => (
        <p key={warning} className="jt-Problem">
          {warning}
        </p>
      ))}
      {error && (
        <>
          <p className="jt-Problem jt-mod-bad">
            <b>{error.type}</b>: {error.message}
          </p>
          {error.traceback && (
            <Source text={error.traceback} label={trans.__('Traceback')} />
          )}
        </>
      )}
    </>
  );
}

/** What changed against the run before it, in one sentence. */
function Before(props: IOverviewProps): React.JSX.Element | null {
  const { comparison, trans } = props;
  const before = comparison?.runs.find(run => run.id === comparison.baseline);
  if (!comparison || !before) {
    return null;
  }
  return (
    <p className="jt-RunPage-before">
      <span className="jt-Quiet">
        {trans.__('Against the run before it, %1:', before.name)}
      </span>{' '}
      {comparison.sentence}{' '}
      <button
        type="button"
        className="jt-Link"
        onClick={() => props.onCompare(comparison.runs.map(run => run.id))}
      >
        {trans.__('Compare')}
      </button>
    </p>
  );
}

function Metrics(props: IOverviewProps): React.JSX.Element {
  const { record, comparison, trans } = props;
  const hasSeries = record.metrics.some(metric => metric.series);
  const compared = (name: string) =>
    comparison?.metrics.find(metric => metric.name === name);
  return (
    <table className="jt-Table">
      <thead>
        <tr>
          <th scope="col">{trans.__('name')}</th>
          <th scope="col">
            {hasSeries ? trans.__('last') : trans.__('value')}
          </th>
          {comparison && <th scope="col">{trans.__('change')}</th>}
          {hasSeries && (
            <>
              <th scope="col">{trans.__('lowest')}</th>
              <th scope="col">{trans.__('highest')}</th>
              <th scope="col">{trans.__('points')}</th>
            </>
          )}
        </tr>
      </thead>
      <tbody>
        {record.metrics.map(metric => (
          <tr key={metric.name}>
            <th scope="row" title={origin(metric, trans)}>
              {metric.name}
              {metric.unit && <span className="jt-Quiet"> {metric.unit}</span>}
            </th>
            <td title={fullValue(metric.value)}>
              {shortValue(metric.value, 24)}
            </td>
            {comparison && (
              <Changed metric={compared(metric.name)} trans={trans} />
            )}
            {hasSeries && <Extent metric={metric} trans={trans} />}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Changed(props: {
  metric: Comparison['metrics'][number] | undefined;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { metric, trans } = props;
  const delta = metric?.deltas[1] ?? null;
  if (!metric || delta === null) {
    return (
      <td className="jt-Quiet">
        <span title={trans.__('The run before it has no number to go by')}>
          {UNKNOWN}
        </span>
      </td>
    );
  }
  const good =
    metric.direction === null || delta === 0
      ? undefined
      : delta > 0 === (metric.direction === 'up');
  return (
    <td
      className="jt-Delta"
      data-good={good}
      title={trans.__('was %1', fullValue(metric.values[0]))}
    >
      {change(delta, good)}
    </td>
  );
}

function Extent(props: {
  metric: Metric;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { metric, trans } = props;
  if (!metric.series) {
    return (
      <td className="jt-Quiet" colSpan={3}>
        {trans.__('one value')}
      </td>
    );
  }
  const number = (value: number | null | undefined) => (
    <td title={fullValue(value ?? undefined)}>
      {value === null || value === undefined ? UNKNOWN : shortNumber(value)}
    </td>
  );
  return (
    <>
      {number(metric.min)}
      {number(metric.max)}
      <td>
        {metric.count}
        {metric.sampling === 'sampled' && (
          <span
            className="jt-Quiet"
            title={trans.__('Not every value was seen: the loop is too quick')}
          >
            {' '}
            {trans.__('sampled')}
          </span>
        )}
      </td>
    </>
  );
}

function Params(
  props: IOverviewProps & { params: readonly Param[] }
): React.JSX.Element {
  const { comparison, trans } = props;
  const before = (name: string): Value | undefined => {
    const row = comparison?.params.find(param => param.name === name);
    return row?.differs ? row.values[0] : undefined;
  };
  return (
    <table className="jt-Table">
      <tbody>
        {props.params.map(param => {
          const was = before(param.name);
          return (
            <tr key={param.name}>
              <th scope="row" title={origin(param, trans)}>
                {param.name}
              </th>
              <td
                className={was === undefined ? undefined : 'jt-Other'}
                title={fullValue(param.value)}
              >
                <bdi>{shortValue(param.value, 60)}</bdi>
                {was !== undefined && (
                  <span className="jt-Was">
                    {was === null
                      ? trans.__('new')
                      : trans.__('was %1', shortValue(was, 24))}
                  </span>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Where a captured value comes from, for the hover. */
function origin(value: Param | Metric, trans: TranslationBundle): string {
  const where = [
    value.kind ? trans.__('seen as %1', value.kind) : '',
    value.fn ? trans.__('in %1', value.fn) : '',
    value.line ? trans.__('line %1', value.line) : '',
    value.text ?? ''
  ];
  return [value.name, ...where.filter(Boolean)].join(' · ');
}
