import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import { UNKNOWN, shortNumber } from '../format';
import type { CardModel } from './cardmodel';
import { extent } from './plotdata';
import { headings } from './words';

const MOST = 200;
type ICell = string | number | null;

/** What a chart shows as a table: for who cannot see it, and to read numbers off. */
export function ValuesTable(props: {
  model: CardModel;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { model, trans } = props;
  const { columns, rows, total } = tableOf(model, trans);
  return (
    <div
      className="jt-Values"
      role="region"
      tabIndex={0}
      aria-label={trans.__('Values of the chart')}
    >
      <table>
        <thead>
          <tr>
            {columns.map((name, place) => (
              <th key={place} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place}>
              {row.map((cell, at) => (
                <td key={at} title={cell === null ? undefined : String(cell)}>
                  {cell === null ? (
                    UNKNOWN
                  ) : typeof cell === 'number' ? (
                    shortNumber(cell)
                  ) : (
                    <bdi>{cell}</bdi>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {total > rows.length && (
        <p className="jt-Quiet">{trans.__('%1 more', total - rows.length)}</p>
      )}
    </div>
  );
}

/** The table of a chart: the server's, or of curves how each begins, ends and reaches. */
export function tableOf(
  model: CardModel,
  trans: TranslationBundle
): { columns: string[]; rows: ICell[][]; total: number } {
  const columns = headings(model.card, trans);
  if (model.chart) {
    return { ...model.chart, columns };
  }
  const rows = model.lines.map((line): ICell[] => {
    const ends = extent([line]);
    return [
      line.label,
      line.total,
      line.value[0] ?? null,
      line.last,
      ends?.[0] ?? null,
      ends?.[1] ?? null
    ];
  });
  return {
    columns,
    rows: rows.slice(0, MOST),
    total: rows.length
  };
}
