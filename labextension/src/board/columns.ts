import type { Names } from '../rest';

const PLAIN = /^[A-Za-z_]\w*$/;

/** A column of the filter language for a param or a metric. */
export function columnOf(family: 'params' | 'metrics', name: string): string {
  return PLAIN.test(name)
    ? `${family}.${name}`
    : `${family}[${JSON.stringify(name)}]`;
}

/** What a column is called on screen: its name without its family. */
export function nameOf(column: string): string {
  const quoted = /^\w+\[(".*")\]$/.exec(column);
  return quoted
    ? (JSON.parse(quoted[1]) as string)
    : column.replace(/^(params|metrics|tags)\./, '');
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
