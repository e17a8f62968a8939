import type { TranslationBundle } from '@jupyterlab/translation';

import type { Names } from '../rest';
import { columnOf, columnTitle, parseColumn } from '../table/columns';

/** What a column is called on screen: its name without its family. */
export function nameOf(column: string, trans: TranslationBundle): string {
  return columnTitle(parseColumn(column), trans);
}

/** Columns with what they are called. */
export function named(
  columns: readonly string[],
  trans: TranslationBundle
): [string, string][] {
  return columns.map(column => [column, nameOf(column, trans)]);
}

/** All columns that charts are made of. */
export function columnsOf(names: Names | null): {
  params: string[];
  metrics: string[];
} {
  return {
    params: (names?.params ?? []).map(name => columnOf('params', name)),
    metrics: (names?.metrics ?? []).map(name => columnOf('metrics', name))
  };
}

/** One filter that asks for both. */
export function both(first: string, second: string): string {
  return first.trim() && second.trim()
    ? `(${first}) and (${second})`
    : first.trim() || second.trim();
}
