import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { change, fullValue, shortNumber } from '../format';
import type { Moved, MovedChange } from '../rest';

const WHOLE = 100;

/** What changed between two runs, that which did most first; what history cannot tell last, and said. */
export function MovedView(props: {
  moved: Moved;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { moved, trans } = props;
  const { changes, noise, history, unknown } = moved;
  return (
    <>
      <Outcome {...props} />
      {changes.length > 0 && (
        <table className="jt-Table jt-Moved">
          <thead>
            <tr>
              <th scope="col">{trans.__('what changed')}</th>
              <th scope="col">{trans.__('how')}</th>
              <th scope="col">{trans.__('what it does to %1', name(moved))}</th>
              <th scope="col">{trans.__('by which evidence')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(one => (
              <Change
                key={`${one.aspect} ${one.name}`}
                one={one}
                moved={moved}
                trans={trans}
              />
            ))}
          </tbody>
        </table>
      )}
      {noise && (
        <p className={noise.within ? 'jt-Problem' : 'jt-Quiet'}>
          {noise.within
            ? trans.__(
                'Seeds alone move it by about ±%1 (%2 runs): this change is no more than that.',
                shortNumber(noise.std),
                noise.runs
              )
            : trans.__(
                'Seeds alone move it by about ±%1 (%2 runs): this change is more than that.',
                shortNumber(noise.std),
                noise.runs
              )}
        </p>
      )}
      <p className="jt-Quiet">
        {unknown.length > 0 &&
          trans.__(
            'Not known of one of the runs: %1.',
            unknown.join(', ')
          )}{' '}
        {history
          ? trans._n(
              'Judged by %1 earlier finished run of the notebook.',
              'Judged by %1 earlier finished runs of the notebook.',
              history
            )
          : trans.__(
              'There is no other finished run of the notebook: history cannot tell.'
            )}
      </p>
    </>
  );
}

/** How far the metric moved, and how much of that is explained. */
function Outcome(props: {
  moved: Moved;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { moved, trans } = props;
  const { values, explained, direction } = moved;
  return (
    <p className="jt-Moved-outcome">
      <b>{name(moved)}</b> {shortNumber(values[0])} → {shortNumber(values[1])}{' '}
      <Effect value={moved.change} good={isGood(moved.change, direction)} />
      {explained !== null && moved.change !== 0 && (
        <span className="jt-Quiet">
          {' '}
          {trans.__(
            'of which what history knows explains %1',
            change(explained).replace(/ .$/, '')
          )}
        </span>
      )}
    </p>
  );
}

function Change(props: {
  one: MovedChange;
  moved: Moved;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { one, moved, trans } = props;
  const share = Math.min(1, Math.abs(one.share ?? 0));
  const how =
    one.before !== null || one.after !== null
      ? [`${one.before ?? '–'} → ${one.after ?? '–'}`]
      : one.details;
  return (
    <tr data-way={one.way}>
      <th scope="row">
        <bdi>{one.aspect === 'param' ? one.name : aspectName(one, trans)}</bdi>
      </th>
      <td>
        {how.map(text => (
          <div key={text}>
            <bdi title={text}>{text}</bdi>
          </div>
        ))}
      </td>
      <td title={one.text}>
        {one.way === 'unknown' ? (
          <span className="jt-Quiet">{trans.__('history cannot tell')}</span>
        ) : one.change === null ? (
          trans.__('about ±%1 either way', shortNumber(one.high ?? 0))
        ) : (
          <>
            <span
              className="jt-Moved-bar"
              aria-hidden="true"
              data-good={one.better}
              style={
                {
                  '--jt-share': `${Math.round(WHOLE * share)}%`
                } as React.CSSProperties
              }
            />
            <Effect
              value={one.change}
              good={isGood(one.change, moved.direction)}
            />
            {one.low !== null && one.high !== null && (
              <span className="jt-Quiet">
                {' '}
                {trans.__(
                  '95 %: %1 to %2',
                  shortNumber(one.low),
                  shortNumber(one.high)
                )}
              </span>
            )}
          </>
        )}
      </td>
      <td className="jt-Quiet">{evidence(one, trans)}</td>
    </tr>
  );
}

function Effect(props: { value: number; good?: boolean }): React.JSX.Element {
  return (
    <span
      className="jt-Delta"
      data-good={props.good}
      title={fullValue(props.value)}
    >
      {change(props.value, props.good)}
    </span>
  );
}

/** By which evidence a change is judged, in words. */
export function evidence(one: MovedChange, trans: TranslationBundle): string {
  const runs = trans._n('%1 run', '%1 runs', one.runs);
  switch (one.way) {
    case 'alone':
      return one.runs === 2 && one.n === 1
        ? trans.__('nothing else changed, or two runs that differ in it alone')
        : trans.__('%1 that differ in it alone', runs);
    case 'but seeds':
      return trans.__('%1 that differ in it and their seed', runs);
    case 'means':
      return trans.__('means of %1 that differ in other things, too', runs);
    default:
      return trans.__('no earlier run had it');
  }
}

function aspectName(one: MovedChange, trans: TranslationBundle): string {
  const names: Record<MovedChange['aspect'], string> = {
    param: one.name,
    code: trans.__('code'),
    data: trans.__('data'),
    packages: trans.__('packages'),
    seed: trans.__('seed')
  };
  return names[one.aspect];
}

function name(moved: Moved): string {
  return moved.metric.replace(/^metrics\./, '');
}

function isGood(
  delta: number,
  direction: 'up' | 'down' | null
): boolean | undefined {
  return direction === null || delta === 0
    ? undefined
    : delta > 0 === (direction === 'up');
}
