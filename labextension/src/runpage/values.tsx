import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { change, fullValue, shortNumber, shortValue, UNKNOWN } from '../format';
import { DirectionSign } from '../items/directionsign';
import { Name } from '../items/name';
import { origin } from '../items/origin';
import type { Comparison, Metric, Param, Value } from '../rest';
import type { IRunProps } from './side';

/** What the tables of captured values need. */
export interface IValuesProps extends IRunProps {
  /** Against the run before it of the same cell. */
  comparison: Comparison | null;
}

/** Metrics, each with its change against the run before and the extent of its curve. */
export function Metrics(
  props: IValuesProps & { metrics: readonly Metric[] }
): React.JSX.Element {
  const { record, metrics, comparison, trans } = props;
  const hasSeries = metrics.some(metric => metric.series);
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
        {metrics.map(metric => (
          <tr key={metric.name}>
            <th scope="row" aria-label={metric.name}>
              <Name
                name={metric.name}
                trans={trans}
                origin={origin(metric, record.parts, trans)}
              >
                {metric.unit && (
                  <span className="jt-Quiet"> {metric.unit}</span>
                )}
                <DirectionSign
                  direction={record.directions[metric.name]}
                  trans={trans}
                />
              </Name>
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

/** Params, with what they were in the run before where that differs. */
export function Params(
  props: IValuesProps & { params: readonly Param[] }
): React.JSX.Element {
  const { record, comparison, trans } = props;
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
              <th scope="row" aria-label={param.name}>
                <Name
                  name={param.name}
                  trans={trans}
                  origin={origin(param, record.parts, trans)}
                />
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
