import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { UNKNOWN, shortNumber } from '../format';
import type { Curves } from '../rest';
import { keyOf, type ILine } from './plotdata';

const MOST = 60;

/** A bar for each run of a metric that has no curve, the best one first. */
export function Bars(props: {
  lines: readonly ILine[];
  direction: Curves['direction'];
  trans: TranslationBundle;
}): React.JSX.Element {
  const { trans, direction } = props;
  const way = direction === 'down' ? 1 : -1;
  const rows = props.lines
    .map(line => ({ line, value: line.last ?? line.value[0] ?? null }))
    .sort(
      (a, b) =>
        Number(a.value === null) - Number(b.value === null) ||
        way * ((a.value ?? 0) - (b.value ?? 0))
    );
  const values = rows.flatMap(({ value }) => value ?? []);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const across = (value: number) => (100 * value) / (high - low || 1);
  return (
    <div
      className="jt-Bars"
      role="group"
      tabIndex={0}
      aria-label={trans.__('A bar for each run')}
    >
      <table>
        <tbody>
          {rows.slice(0, MOST).map(({ line, value }) => (
            <tr key={keyOf(line)}>
              <th scope="row" title={line.label}>
                <bdi>{line.label}</bdi>
              </th>
              <td className="jt-Bars-bar" aria-hidden="true">
                {value !== null && (
                  <span
                    style={{
                      insetInlineStart: `${across(Math.min(0, value) - low)}%`,
                      width: `max(2px, ${across(Math.abs(value))}%)`,
                      background: line.ink
                    }}
                  />
                )}
              </td>
              <td className="jt-Bars-value">
                {value === null ? UNKNOWN : shortNumber(value)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST && (
        <p className="jt-Quiet">{trans.__('%1 more', rows.length - MOST)}</p>
      )}
    </div>
  );
}
