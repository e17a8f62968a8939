import * as React from 'react';
import { Scroller } from './scroller';

/** A cell of a table: what it is sorted by, and what is shown. */
export interface ISortableCell {
  key: number | string | null;
  text: React.ReactNode;
  title?: string;
  className?: string;
  style?: React.CSSProperties;
}

/** A row of a table. */
export interface ISortableRow {
  id: string;
  cells: readonly ISortableCell[];
  className?: string;
}

/** What a table is sorted by: a column's place, and which way. */
export interface ISorting {
  column: number;
  isDown: boolean;
}

/** A small table that a click on a column's head sorts: down, up, as it was. */
export function SortableTable(props: {
  label: string;
  columns: readonly string[];
  rows: readonly ISortableRow[];
  /** Whether the first column names the rows. */
  hasNames?: boolean;
  className?: string;
}): React.JSX.Element {
  const { columns } = props;
  const [by, setBy] = React.useState<ISorting | null>(null);
  const rows = by ? sorted(props.rows, by) : props.rows;
  const isNumeric = columns.map(
    (_, place) =>
      !(props.hasNames && place === 0) &&
      props.rows.some(({ cells }) => typeof cells[place]?.key === 'number')
  );
  return (
    <Scroller label={props.label}>
      <table className={`jt-Table jt-Sortable ${props.className ?? ''}`}>
        <thead>
          <tr>
            {columns.map((name, place) => (
              <th
                key={place}
                scope="col"
                data-numeric={isNumeric[place]}
                aria-sort={ariaSort(by, place)}
              >
                <button
                  type="button"
                  className="jt-Sortable-head"
                  title={name}
                  onClick={() => setBy(next(by, place))}
                >
                  <bdi>{name}</bdi>
                  <span className="jt-Sortable-arrow" aria-hidden="true">
                    {by?.column === place ? (by.isDown ? '↓' : '↑') : ''}
                  </span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.id} className={row.className}>
              {row.cells.map((cell, place) =>
                props.hasNames && place === 0 ? (
                  <th key={place} scope="row" title={cell.title}>
                    {cell.text}
                  </th>
                ) : (
                  <td
                    key={place}
                    title={cell.title}
                    className={cell.className}
                    style={cell.style}
                    data-numeric={isNumeric[place]}
                  >
                    {cell.text}
                  </td>
                )
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

/** Rows in the order of a column; what has no value there stands last either way. */
export function sorted(
  rows: readonly ISortableRow[],
  { column, isDown }: ISorting
): ISortableRow[] {
  const has = (row: ISortableRow) => {
    const key = row.cells[column]?.key ?? null;
    return key !== null && !Number.isNaN(key);
  };
  const ordered = rows
    .filter(has)
    .sort((a, b) => compare(a.cells[column].key, b.cells[column].key));
  return [
    ...(isDown ? ordered.reverse() : ordered),
    ...rows.filter(row => !has(row))
  ];
}

function compare(a: number | string | null, b: number | string | null): number {
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b));
}

function next(by: ISorting | null, column: number): ISorting | null {
  if (by?.column !== column) {
    return { column, isDown: true };
  }
  return by.isDown ? { column, isDown: false } : null;
}

function ariaSort(
  by: ISorting | null,
  place: number
): 'ascending' | 'descending' | undefined {
  return by?.column === place
    ? by.isDown
      ? 'descending'
      : 'ascending'
    : undefined;
}
