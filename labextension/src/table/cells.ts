import type { TranslationBundle } from '@jupyterlab/translation';

import {
  UNKNOWN,
  asNumber,
  duration,
  fullValue,
  moment,
  plainValue,
  shortValue,
  withSpread,
  written,
  type NumberFormat
} from '../format';
import { ago, progress } from '../items/ago';
import { stateName } from '../items/statesign';
import type { Group, Value } from '../rest';
import { parseColumn } from './columns';
import type { ITableLayout } from './layout';
import type { IRow } from './list';

const LONGEST = 200;

/** What a cell shows. */
export interface ICell {
  text: string;
  /** In full, on hover. */
  title: string;
  /** The number that it is, for bars and the best of a column. */
  number: number | null;
  /** What stands beside it, more quietly. */
  beside?: string;
}

/** What is known beside the row. */
export interface IAround {
  format: NumberFormat;
  now: number;
  trans: TranslationBundle;
}

/** What stands in a column of a run. */
export function cellOf(row: IRow, column: string, around: IAround): ICell {
  const known = KNOWN[column];
  if (known) {
    return known(row, around);
  }
  const value = row.values.get(column);
  const { kind, name } = parseColumn(column);
  if (value === undefined || value === null) {
    const { trans } = around;
    const title =
      kind === 'about'
        ? trans.__('Nothing is known here')
        : trans.__('This run has no %1', name);
    return { text: UNKNOWN, title, number: null };
  }
  const number = asNumber(value);
  return {
    text:
      number === null
        ? shortValue(value, LONGEST)
        : written(number, around.format),
    title: `${name} = ${fullValue(value)}`,
    number
  };
}

/** The same as another program reads it. */
export function plainCell(row: IRow, column: string): string {
  switch (column) {
    case 'tags':
      return tagTexts(row).join('; ');
    case 'started':
    case 'ended':
      return row[column] === null
        ? ''
        : new Date(row[column] * 1000).toISOString();
    case 'name':
    case 'state':
    case 'experiment':
    case 'note':
    case 'notebook':
    case 'id':
      return row[column] ?? '';
    case 'duration':
      return plainValue(row.duration);
    default:
      return plainValue(row.values.get(column));
  }
}

/** What stands in a column of a group: mean and spread, or the range of a param. */
export function groupCell(
  group: Group,
  column: string,
  around: IAround & Pick<ITableLayout, 'spread'>
): ICell {
  const { kind, name, stat } = parseColumn(column);
  const { trans, format } = around;
  const nothing = { text: '', title: '', number: null };
  if (kind === 'metric' && stat === 'last') {
    const metric = group.metrics[name];
    if (!metric || metric.mean === null) {
      const title = trans.__('No run that counts has %1', name);
      return { text: UNKNOWN, title, number: null };
    }
    const { mean, std, low, high, best, n } = metric;
    const half = high === null ? null : high - mean;
    const spread = around.spread === 'std' ? std : half;
    const text = withSpread(mean, spread, format);
    const title = [
      trans.__('mean %1, n = %2', fullValue(mean), n),
      half === null
        ? trans.__('one run says nothing of a spread')
        : trans.__('95 % interval %1 to %2', fullValue(low), fullValue(high)),
      std === null ? '' : trans.__('standard deviation %1', fullValue(std)),
      best === null ? '' : trans.__('best %1', fullValue(best))
    ];
    return {
      text,
      title: title.filter(Boolean).join('\n'),
      number: mean,
      beside:
        best === null || n < 2
          ? undefined
          : trans.__('best %1', written(best, format))
    };
  }
  if (kind === 'param') {
    const param = group.params[name];
    return param
      ? {
          text: param.text,
          title: `${name}: ${param.text}`,
          number: typeof param.value === 'number' ? param.value : null
        }
      : nothing;
  }
  return nothing;
}

/** How many runs of a group count, and why others don't. */
export function groupCount(group: Group, trans: TranslationBundle): string {
  const { unfinished, again } = group.left_out;
  return [
    trans._n('%1 run', '%1 runs', group.size),
    trans.__('n = %1', group.n),
    unfinished ? trans.__('%1 unfinished left out', unfinished) : '',
    again ? trans.__('%1 of a seed that ran again left out', again) : ''
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The tags of a run as they are written. */
export function tagTexts(row: Pick<IRow, 'tags'>): string[] {
  return Object.entries(row.tags).map(([tag, text]) =>
    text ? `${tag}=${text}` : tag
  );
}

type Known = (row: IRow, around: IAround) => ICell;

const KNOWN: Record<string, Known> = {
  state: (row, { now, trans }) => {
    const name = stateName(row.state, trans);
    const isLive = row.state === 'running' && row.started !== null;
    const told = isLive ? progress(row, now, trans) : duration(row.duration);
    return { text: told, title: `${name} · ${told}`, number: null };
  },
  started: (row, { now, trans }) => ({
    text: row.started === null ? UNKNOWN : ago(row.started, now, trans),
    title: moment(row.started),
    number: row.started
  }),
  ended: (row, { now, trans }) => ({
    text: row.ended === null ? UNKNOWN : ago(row.ended, now, trans),
    title: moment(row.ended),
    number: row.ended
  }),
  duration: (row, { format }) => ({
    text:
      row.duration !== null && format !== 'auto'
        ? written(row.duration, format)
        : duration(row.duration),
    title: duration(row.duration),
    number: row.duration
  }),
  experiment: row => text(row.experiment),
  note: row => text(row.note && row.note.split('\n', 1)[0], row.note),
  notebook: row => text(row.notebook?.split('/').pop(), row.notebook),
  tags: row => text(tagTexts(row).join(', ')),
  id: row => text(row.id)
};

function text(short?: string | null, full: Value | undefined = short): ICell {
  return {
    text: short || '',
    title: short ? fullValue(full) : '',
    number: null
  };
}
