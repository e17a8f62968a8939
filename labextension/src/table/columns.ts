import type { TranslationBundle } from '@jupyterlab/translation';

/** What every row tells, whichever columns are asked for. */
const KNOWN = new Set([
  'name',
  'state',
  'experiment',
  'tags',
  'note',
  'started',
  'ended',
  'duration',
  'notebook',
  'id'
]);

/** Columns that cannot be sorted by or told by a bar, as they hold many things. */
const LOOSE = new Set(['tags', 'note', 'id', 'name']);

/** What a column of the table is. */
export interface IColumn {
  /** Its name in the filter language. */
  id: string;
  kind: 'param' | 'metric' | 'tag' | 'about';
  /** The name of the param, metric or tag; else the column. */
  name: string;
  /** Of a metric, which number. */
  stat: string;
}

const STATS = new Set(['last', 'min', 'max', 'first', 'count']);
const KINDS: Record<string, IColumn['kind']> = {
  params: 'param',
  metrics: 'metric',
  tags: 'tag'
};

/** Take the name of a column in the filter language apart. */
export function parseColumn(id: string): IColumn {
  const about: IColumn = { id, kind: 'about', name: id, stat: 'last' };
  const [, family, rest] = /^(params|metrics|tags)([.[].*)$/s.exec(id) ?? [];
  if (!family) {
    return about;
  }
  const kind = KINDS[family];
  const quoted = /^\["((?:[^"\\]|\\.)*)"\](?:\.(\w+))?$/s.exec(rest);
  if (quoted) {
    const name = quoted[1].replace(/\\(.)/gs, '$1');
    return { id, kind, name, stat: quoted[2] ?? 'last' };
  }
  const name = rest.slice(1);
  const at = name.lastIndexOf('.');
  if (kind === 'metric' && at > 0 && STATS.has(name.slice(at + 1))) {
    return { id, kind, name: name.slice(0, at), stat: name.slice(at + 1) };
  }
  return { id, kind, name, stat: 'last' };
}

/** The column of a param, metric or tag as the filter language names it. */
export function columnOf(
  family: 'params' | 'metrics' | 'tags',
  name: string
): string {
  const isPlain = name
    .split('.')
    .every(part => /^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(part));
  const end = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : '';
  const isLikeOne = family === 'metrics' && STATS.has(end);
  return isPlain && !isLikeOne
    ? `${family}.${name}`
    : `${family}["${name.replace(/[\\"]/g, '\\$&')}"]`;
}

/** Whether the server must be asked for it: all else comes with every row. */
export function isAsked(id: string): boolean {
  return !KNOWN.has(id);
}

/** Whether its header can be told by bars. */
export function hasBars(id: string): boolean {
  return !LOOSE.has(id);
}

/** Whether rows can be in its order. */
export function isSortable(id: string): boolean {
  return id !== 'tags';
}

/** What stands in its header. */
export function columnTitle(column: IColumn, trans: TranslationBundle): string {
  if (column.kind !== 'about') {
    return column.stat === 'last'
      ? column.name
      : `${column.name} (${column.stat})`;
  }
  const titles: Record<string, string> = {
    name: trans.__('name'),
    state: trans.__('state'),
    experiment: trans.__('experiment'),
    tags: trans.__('tags'),
    note: trans.__('note'),
    started: trans.__('started'),
    ended: trans.__('ended'),
    duration: trans.__('duration'),
    notebook: trans.__('notebook'),
    host: trans.__('host'),
    verdict: trans.__('verdict'),
    grade: trans.__('grade'),
    made_by: trans.__('made by'),
    day: trans.__('day'),
    configuration: trans.__('configuration'),
    id: trans.__('id')
  };
  return titles[column.name] ?? column.name;
}

/** What can be shown besides params, metrics and tags. */
export const ABOUT: readonly string[] = [
  'state',
  'started',
  'duration',
  'experiment',
  'tags',
  'note',
  'notebook',
  'host',
  'verdict',
  'grade',
  'made_by',
  'id'
];
