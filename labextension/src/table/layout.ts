import type { NumberFormat } from '../format';
import type { Brush, SortColumn } from '../rest';

/** What a person arranged of one column. */
export interface IColumnAbout {
  /** In pixels. */
  width?: number;
  title?: string;
  format?: NumberFormat;
  isPinned?: boolean;
  /** Whether a bar behind each number tells how large it is. */
  hasBars?: boolean;
  /** Whether the curve of the metric stands beside its number. */
  hasCurve?: boolean;
}

/** How a table is arranged: what a view keeps, and what survives a reload. */
export interface ITableLayout {
  scope: string;
  /** All of what is asked for: what was typed, and what was brushed. */
  filter: string;
  /** What was typed. */
  typed: string;
  brushes: readonly Brush[];
  /** Null: those that differ. */
  columns: readonly string[] | null;
  about: Readonly<Record<string, IColumnAbout>>;
  sort: readonly SortColumn[];
  groups: readonly string[];
  /** What stands behind the ± of a group. */
  spread: 'interval' | 'std';
  isFolded: boolean;
}

/** What is shown before anybody arranged anything. */
export const FIRST_LAYOUT: ITableLayout = {
  scope: 'notebook',
  filter: '',
  typed: '',
  brushes: [],
  columns: null,
  about: {},
  sort: [],
  groups: [],
  spread: 'interval',
  isFolded: true
};

const TEXT = (value: unknown) => typeof value === 'string';
const FIELDS: Record<keyof ITableLayout, (value: unknown) => boolean> = {
  scope: TEXT,
  filter: TEXT,
  typed: TEXT,
  brushes: Array.isArray,
  columns: value =>
    value === null || (Array.isArray(value) && value.every(TEXT)),
  about: value => typeof value === 'object' && value !== null,
  sort: Array.isArray,
  groups: value => Array.isArray(value) && value.every(TEXT),
  spread: value => value === 'interval' || value === 'std',
  isFolded: value => typeof value === 'boolean'
};

/** A layout from what was kept somewhere: what is missing there, or no such thing, is as at first. */
export function layoutFrom(kept: unknown): ITableLayout {
  const given = (kept ?? {}) as Record<string, unknown>;
  const fitting = Object.entries(FIELDS).filter(
    ([field, fits]) => field in given && fits(given[field])
  );
  return {
    ...FIRST_LAYOUT,
    ...Object.fromEntries(fitting.map(([field]) => [field, given[field]]))
  };
}

/** The columns in their order, pinned ones first. */
export function inOrder(
  columns: readonly string[],
  about: ITableLayout['about']
): string[] {
  const isPinned = (column: string) => Boolean(about[column]?.isPinned);
  return [
    ...columns.filter(isPinned),
    ...columns.filter(column => !isPinned(column))
  ];
}

/** A column moved to the place of another one. */
export function moved(
  columns: readonly string[],
  column: string,
  to: number
): string[] {
  const rest = columns.filter(other => other !== column);
  const place = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, place), column, ...rest.slice(place)];
}

/** What is sorted by after a click on a header: one way, the other, not at all; `isMore` keeps the other columns. */
export function sortedBy(
  sort: readonly SortColumn[],
  column: string,
  descendingFirst: boolean,
  isMore: boolean
): SortColumn[] {
  const known = sort.find(one => one.column === column);
  const next: SortColumn | null = !known
    ? { column, descending: descendingFirst }
    : Boolean(known.descending) === descendingFirst
      ? { column, descending: !descendingFirst }
      : null;
  if (!isMore) {
    return next ? [next] : [];
  }
  return known
    ? sort.flatMap(one =>
        one.column === column ? (next ? [next] : []) : [one]
      )
    : next
      ? [...sort, next]
      : [...sort];
}
