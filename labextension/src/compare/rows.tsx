import * as React from 'react';
import type { TranslationBundle } from '@jupyterlab/translation';

import {
  UNKNOWN,
  bytes,
  change,
  fullValue,
  relative,
  shortNumber,
  shortValue
} from '../format';
import { DirectionSign } from '../items/directionsign';
import { Name } from '../items/name';
import type {
  Difference,
  InputComparison,
  MetricComparison,
  Value
} from '../rest';
import type { IColumn } from './model';

const LONGEST = 60;

export interface IRowProps {
  columns: readonly IColumn[];
  trans: TranslationBundle;
  /** Asks where a captured name is from; without it the name was not captured. */
  why?: (name: string) => Promise<string>;
}

/** A metric with its change against the baseline, the best marked. */
export function MetricRow(
  props: IRowProps & { metric: MetricComparison }
): React.JSX.Element {
  const { metric, columns, trans } = props;
  return (
    <tr>
      <th scope="row" aria-label={metric.name}>
        <RowName {...props} name={metric.name}>
          {metric.unit && <span className="jt-Quiet"> {metric.unit}</span>}
          <DirectionSign direction={metric.direction} trans={trans} />
        </RowName>
      </th>
      {columns.map(column => (
        <MetricCell key={column.run.id} {...props} column={column} />
      ))}
    </tr>
  );
}

function MetricCell(
  props: IRowProps & { metric: MetricComparison; column: IColumn }
): React.JSX.Element {
  const { metric, trans, column } = props;
  const { run, place, isBaseline } = column;
  const value = metric.values[place];
  if (value === null) {
    return (
      <Missing
        column={column}
        why={trans.__('No %1 was seen in %2', metric.name, run.name)}
      />
    );
  }
  const delta = metric.deltas[place] ?? null;
  const isBest = metric.best.includes(place);
  return (
    <td data-baseline={isBaseline} title={fullValue(value)}>
      <span className={isBest ? 'jt-Best' : undefined}>
        {shortValue(value, 24)}
      </span>
      {delta !== null && !isBaseline && (
        <Delta
          delta={delta}
          ratio={metric.ratios[place] ?? null}
          direction={metric.direction}
        />
      )}
      {isBest && <span className="jt-Compare-best">{trans.__('best')}</span>}
    </td>
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
  const full = `${delta > 0 ? '+' : ''}${fullValue(delta)}`;
  return (
    <>
      <span
        className="jt-Delta"
        data-good={good}
        title={ratio === null ? full : `${full} · × ${shortNumber(ratio)}`}
      >
        {change(delta, good)}
      </span>
      {delta !== 0 && (
        <span className="jt-Compare-share">{relative(ratio)}</span>
      )}
    </>
  );
}

/** One thing and what it was in each run; what differs from the baseline stands out. */
export function ValueRow(
  props: IRowProps & { row: Difference }
): React.JSX.Element {
  const { row, columns, trans } = props;
  return (
    <Row
      {...props}
      name={row.name}
      keyOf={place => JSON.stringify(row.values[place])}
      cell={(column, isOther) => {
        const value: Value = row.values[column.place];
        return value === null ? (
          <Missing
            key={column.run.id}
            column={column}
            why={trans.__('%1 has no %2', column.run.name, row.name)}
          />
        ) : (
          <Cell key={column.run.id} column={column} isOther={isOther}>
            <bdi title={fullValue(value)}>{shortValue(value, LONGEST)}</bdi>
          </Cell>
        );
      }}
      columns={columns}
    />
  );
}

/** A file that the runs read, by hash. */
export function InputRow(
  props: IRowProps & { row: InputComparison }
): React.JSX.Element {
  const { row, columns, trans } = props;
  return (
    <Row
      {...props}
      name={row.path}
      keyOf={place => row.hashes[place]}
      cell={(column, isOther) => {
        const hash = row.hashes[column.place];
        return hash === null ? (
          <Missing
            key={column.run.id}
            column={column}
            why={trans.__(
              '%1 was not seen to read it, or its hash is not known',
              column.run.name
            )}
          />
        ) : (
          <Cell key={column.run.id} column={column} isOther={isOther}>
            <span title={hash}>
              <code>{hash.replace(/^b3:/, '').slice(0, 8)}</code>{' '}
              {bytes(row.sizes[column.place])}
            </span>
          </Cell>
        );
      }}
      columns={columns}
    />
  );
}

function Row(
  props: IRowProps & {
    name: string;
    keyOf: (place: number) => string | null;
    cell: (column: IColumn, isOther: boolean) => React.JSX.Element;
  }
): React.JSX.Element {
  const { columns, keyOf } = props;
  const base = columns.length ? keyOf(columns[0].place) : null;
  return (
    <tr>
      <th scope="row" aria-label={props.name}>
        <RowName {...props} />
      </th>
      {columns.map(column => props.cell(column, keyOf(column.place) !== base))}
    </tr>
  );
}

/** What a row is about; a captured name can be asked after and ruled about. */
function RowName(
  props: IRowProps & { name: string; children?: React.ReactNode }
): React.JSX.Element {
  const { name, trans, why } = props;
  return why ? (
    <Name name={name} trans={trans} ask={() => why(name)}>
      {props.children}
    </Name>
  ) : (
    <bdi title={name}>{name}</bdi>
  );
}

/** One value of one run; what differs from the baseline's stands out. */
export function Cell(props: {
  column: IColumn;
  isOther: boolean;
  children: React.ReactNode;
}): React.JSX.Element {
  return (
    <td
      data-baseline={props.column.isBaseline}
      className={props.isOther ? 'jt-Other' : undefined}
    >
      {props.children}
    </td>
  );
}

/** What stands where a run has nothing, with why. */
export function Missing(props: {
  column: IColumn;
  why: string;
}): React.JSX.Element {
  return (
    <td data-baseline={props.column.isBaseline} className="jt-Quiet">
      <span title={props.why}>{UNKNOWN}</span>
    </td>
  );
}
