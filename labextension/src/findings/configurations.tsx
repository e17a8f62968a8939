import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { Scroller } from '../items/scroller';
import {
  UNKNOWN,
  change,
  fullValue,
  shortNumber,
  shortValue,
  withSpread
} from '../format';
import type {
  Configuration,
  Configurations,
  DifferenceTest,
  LeftOut,
  MeanOf
} from '../rest';

const SURE = 0.05;

export interface IConfigurationsProps {
  found: Configurations;
  trans: TranslationBundle;
  /** Whether a ruling could be written down. */
  isWritable: boolean;
  /** Somebody says that a param makes no other configuration. */
  onIrrelevant: (name: string) => void;
}

/** Configurations with the mean over their seeds; the number of runs stands by every mean. */
export function ConfigurationTable(
  props: IConfigurationsProps
): React.JSX.Element {
  const { found, trans } = props;
  const params = [
    ...new Set(found.configurations.flatMap(one => Object.keys(one.params)))
  ];
  return (
    <Scroller label={trans.__('Configurations')}>
      <table className="jt-Table">
        <thead>
          <tr>
            <th scope="col">{trans.__('configuration')}</th>
            {params.map(param => (
              <th key={param} scope="col">
                <bdi title={param}>{param}</bdi>{' '}
                {props.isWritable && (
                  <button
                    type="button"
                    className="jt-Plain"
                    title={trans.__(
                      '%1 makes no other configuration: leave it out, here and from now on',
                      param
                    )}
                    aria-label={trans.__('%1 is irrelevant', param)}
                    onClick={() => props.onIrrelevant(param)}
                  >
                    ×
                  </button>
                )}
              </th>
            ))}
            <th scope="col">{trans.__('mean')}</th>
            <th scope="col">{trans.__('95 % interval')}</th>
            <th scope="col">{trans.__('std')}</th>
            <th scope="col">{trans.__('n')}</th>
            <th scope="col">{trans.__('left out')}</th>
          </tr>
        </thead>
        <tbody>
          {found.configurations.map((one, place) => (
            <Row
              key={one.runs[0]}
              one={one}
              number={place + 1}
              params={params}
              isBest={found.best === place}
              trans={trans}
            />
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

function Row(props: {
  one: Configuration;
  number: number;
  params: readonly string[];
  isBest: boolean;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { one, trans } = props;
  const { mean } = one;
  const number = (value: number | null | undefined) => (
    <td data-numeric title={fullValue(value ?? undefined)}>
      {value === null || value === undefined ? UNKNOWN : shortNumber(value)}
    </td>
  );
  return (
    <tr>
      <th scope="row" title={one.runs.join(', ')}>
        ({props.number})
        {props.isBest && (
          <span className="jt-Compare-best">{trans.__('best')}</span>
        )}
      </th>
      {props.params.map(param => {
        const value = one.params[param];
        return (
          <td key={param} title={fullValue(value)}>
            <bdi>
              {value === null || value === undefined
                ? UNKNOWN
                : shortValue(value, 40)}
            </bdi>
          </td>
        );
      })}
      {number(mean?.mean)}
      <td data-numeric>
        {mean && mean.low !== null && mean.high !== null ? (
          `${shortNumber(mean.low)} … ${shortNumber(mean.high)}`
        ) : (
          <span
            className="jt-Quiet"
            title={trans.__('One run says nothing of how far others would be')}
          >
            {UNKNOWN}
          </span>
        )}
      </td>
      {number(mean?.std)}
      <td data-numeric>{mean?.n ?? 0}</td>
      <td className="jt-Quiet">{leftOut(one.left_out, trans)}</td>
    </tr>
  );
}

/** Whether the configurations really differ: each test is named, and corrected for all that were made. */
export function DifferenceTable(props: {
  found: Configurations;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { found, trans } = props;
  if (!found.differences.length) {
    return null;
  }
  return (
    <Scroller label={trans.__('Whether they differ')}>
      <table className="jt-Table">
        <thead>
          <tr>
            <th scope="col">{trans.__('between')}</th>
            <th scope="col">{trans.__('difference')}</th>
            <th scope="col">{trans.__('95 % interval')}</th>
            <th scope="col">{trans.__('p')}</th>
            <th scope="col">{trans.__('p, corrected')}</th>
            <th scope="col">{trans.__('test')}</th>
          </tr>
        </thead>
        <tbody>
          {found.differences.map(test => (
            <Test
              key={`${test.first} ${test.second}`}
              test={test}
              direction={found.direction}
              trans={trans}
            />
          ))}
        </tbody>
      </table>
      <p className="jt-Quiet">
        {trans.__('Corrected for all of them at once: %1.', found.corrected)}
      </p>
    </Scroller>
  );
}

function Test(props: {
  test: DifferenceTest;
  direction: 'up' | 'down' | null;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { test, direction, trans } = props;
  const { difference, low, high } = test;
  const isSure = test.adjusted !== null && test.adjusted < SURE;
  const good =
    difference === null || difference === 0 || direction === null || !isSure
      ? undefined
      : difference > 0 === (direction === 'up');
  return (
    <tr data-sure={isSure}>
      <th scope="row">
        ({test.second + 1}) − ({test.first + 1})
      </th>
      <td
        data-numeric
        className={isSure ? 'jt-Delta jt-Best' : 'jt-Delta'}
        data-good={good}
        title={fullValue(difference ?? undefined)}
      >
        {difference === null ? UNKNOWN : change(difference, good)}
      </td>
      <td data-numeric>
        {low === null || high === null
          ? UNKNOWN
          : `${shortNumber(low)} … ${shortNumber(high)}`}
      </td>
      <td data-numeric>{probability(test.p)}</td>
      <td data-numeric>
        {probability(test.adjusted)}{' '}
        <span className="jt-Quiet">
          {test.adjusted === null
            ? ''
            : isSure
              ? trans.__('they differ')
              : trans.__('not shown to differ')}
        </span>
      </td>
      <td className="jt-Test">
        {test.test}{' '}
        <span className="jt-Quiet">
          {[
            test.pairs === null
              ? trans.__('n = %1 and %2', ...test.n)
              : trans._n('%1 pair', '%1 pairs', test.pairs),
            test.note
          ]
            .filter(Boolean)
            .join('; ')}
        </span>
      </td>
    </tr>
  );
}

/** What the configurations say, in one line. */
export function configurationsAnswer(
  found: Configurations,
  trans: TranslationBundle
): string {
  const { configurations, differences } = found;
  const known = configurations.filter(one => one.mean !== null);
  const told = known.map(({ mean }) => meanText(mean as MeanOf));
  const sure = differences.filter(
    ({ adjusted }) => adjusted !== null && adjusted < SURE
  ).length;
  const tested = differences.filter(({ p }) => p !== null);
  const verdict = !tested.length
    ? ''
    : tested.length === 1
      ? sure
        ? trans.__(
            'they differ (%1, p %2)',
            tested[0].test,
            equation(tested[0].adjusted)
          )
        : trans.__(
            'not shown to differ (%1, p %2)',
            tested[0].test,
            equation(tested[0].adjusted)
          )
      : trans.__('%1 of %2 tested pairs differ', sure, tested.length);
  const means =
    told.length > 0 && told.length <= 3
      ? told.join(trans.__(' against '))
      : trans._n(
          '%1 configuration',
          '%1 configurations',
          configurations.length
        );
  return [means, verdict].filter(Boolean).join('; ');
}

/** A mean with the reach of its interval, and of how many runs. */
export function meanText({ mean, low, high, n }: MeanOf): string {
  const spread = low !== null && high !== null ? (high - low) / 2 : null;
  return `${mean === null ? UNKNOWN : withSpread(mean, spread)} (n = ${n})`;
}

/** What stands behind a p. */
function equation(p: number | null): string {
  const text = probability(p);
  return text.startsWith('<') ? text : `= ${text}`;
}

/** A probability as people write it. */
export function probability(p: number | null): string {
  if (p === null) {
    return UNKNOWN;
  }
  return p < 0.001 ? '< 0.001' : String(Number(p.toPrecision(2)));
}

/** How many runs don't count, and why. */
export function leftOut(left: LeftOut, trans: TranslationBundle): string {
  const known = left as unknown as Record<string, number>;
  const words: Record<string, string> = {
    unfinished: trans.__('not finished'),
    again: trans.__('of a seed that was run again'),
    'no number': trans.__('without a number')
  };
  return Object.entries(known)
    .filter(([, count]) => count > 0)
    .map(([why, count]) => `${count} ${words[why] ?? why}`)
    .join(', ');
}
