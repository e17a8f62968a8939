import * as React from 'react';
import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import { columnsOf, named } from '../board/columns';
import { Pick } from '../board/fields';
import { UNKNOWN, shortNumber, withSpread } from '../format';
import type { Pivot, PivotCell } from '../rest';
import type { PivotModel } from './model';

interface IProps {
  model: PivotModel;
  trans: TranslationBundle;
}

/** What is down, across and in the cells; the table; and its copies for papers. */
export function PivotView(props: IProps): React.JSX.Element {
  const { model, trans } = props;
  const { choice, names, pivot, error } = model;
  const { params } = columnsOf(names);
  const columns = [...params, 'experiment'];
  return (
    <>
      <div
        className="jt-Board-tools"
        role="toolbar"
        aria-label={trans.__('What the pivot shows')}
      >
        <Pick
          label={trans.__('down')}
          value={choice.down}
          options={named(columns, trans)}
          onChange={down => model.choose({ down })}
        />
        <Pick
          label={trans.__('across')}
          value={choice.across}
          options={named(columns, trans)}
          onChange={across => model.choose({ across })}
        />
        <Pick
          label={trans.__('in the cells')}
          value={choice.metric}
          options={names?.metrics ?? []}
          onChange={metric => model.choose({ metric })}
        />
        <span className="jt-Board-space" />
        {pivot && <Copies pivot={pivot} trans={trans} />}
      </div>
      {error ? (
        <p className="jt-Problem" role="alert">
          {error}
        </p>
      ) : pivot && pivot.rows.length ? (
        <PivotTable pivot={pivot} trans={trans} />
      ) : (
        <p className="jt-Empty jt-Quiet" role="status">
          {pivot || (names && !names.metrics.length)
            ? trans.__(
                'No run that counts has this metric: only finished runs count.'
              )
            : trans.__('Loading…')}
        </p>
      )}
    </>
  );
}

function Copies({
  pivot,
  trans
}: {
  pivot: Pivot;
  trans: TranslationBundle;
}): React.JSX.Element {
  const copy = (label: string, text: string) => (
    <button
      type="button"
      className="jp-mod-styled jt-Button"
      onClick={() => Clipboard.copyToSystem(text)}
    >
      {label}
    </button>
  );
  return (
    <>
      {copy(trans.__('Copy LaTeX'), pivot.latex)}
      {copy(trans.__('Copy Markdown'), pivot.markdown)}
    </>
  );
}

function PivotTable({
  pivot,
  trans
}: {
  pivot: Pivot;
  trans: TranslationBundle;
}): React.JSX.Element {
  const isBest = (row: number, column: number) =>
    pivot.best.some(([at, across]) => at === row && across === column);
  const told = React.useId();
  const written = (value: string | number | null) =>
    value === null
      ? UNKNOWN
      : typeof value === 'number'
        ? shortNumber(value)
        : value;
  return (
    <div
      className="jt-Pivot-scroll"
      role="region"
      tabIndex={0}
      aria-label={trans.__('Pivot')}
    >
      <p id={told}>
        {trans.__(
          '%1: mean ± half of the 95 % interval, and how many runs',
          pivot.metric
        )}
        <LeftOut pivot={pivot} trans={trans} />
      </p>
      <table className="jt-Pivot-table" aria-describedby={told}>
        <thead>
          <tr>
            <th scope="col">
              <bdi>{pivot.down}</bdi> \ <bdi>{pivot.across}</bdi>
            </th>
            {pivot.columns.map((value, place) => (
              <th key={place} scope="col">
                <bdi>{written(value)}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pivot.rows.map((value, row) => (
            <tr key={row}>
              <th scope="row">
                <bdi>{written(value)}</bdi>
              </th>
              {pivot.cells[row].map((cell, column) => (
                <td key={column} data-best={isBest(row, column)}>
                  <Cell
                    cell={cell}
                    isBest={isBest(row, column)}
                    trans={trans}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell(props: {
  cell: PivotCell | null;
  isBest: boolean;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { cell, isBest, trans } = props;
  if (!cell || cell.mean === null) {
    return <span title={trans.__('No run')}>{UNKNOWN}</span>;
  }
  const mean = withSpread(
    cell.mean,
    cell.high === null ? null : cell.high - cell.mean
  );
  return (
    <>
      {isBest ? <strong title={trans.__('the best')}>{mean}</strong> : mean}
      <span className="jt-Quiet"> {`n=${cell.n}`}</span>
    </>
  );
}

/** How many runs are in no cell, and why. */
function LeftOut({
  pivot,
  trans
}: {
  pivot: Pivot;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const words: Record<string, string> = {
    unfinished: trans.__('unfinished'),
    again: trans.__('with a seed that was run again'),
    'no number': trans.__('without a number')
  };
  const some = Object.entries(pivot.left_out).filter(([, count]) => count);
  return some.length ? (
    <span className="jt-Quiet">
      {' '}
      {trans.__(
        'Left out: %1.',
        some.map(([why, count]) => `${count} ${words[why] ?? why}`).join(', ')
      )}
    </span>
  ) : null;
}
