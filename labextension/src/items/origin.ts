import type { TranslationBundle } from '@jupyterlab/translation';

import { fullValue, shortNumber } from '../format';
import type { Metric, Param, Part, TableInfo, Value } from '../rest';

type Captured = Pick<
  Param & Metric & TableInfo,
  'name' | 'kind' | 'exec' | 'line' | 'fn' | 'file' | 'text'
> & {
  value?: Value;
  conf?: number | string | null;
  rule?: string | null;
  also?: string[] | null;
};

/** Where a captured value comes from, for the hover: how it was seen, where, how sure we are and why. */
export function origin(
  captured: Captured,
  parts: readonly Part[],
  trans: TranslationBundle
): string {
  const { value, conf, rule, also } = captured;
  const isUnsure = typeof conf === 'number' && conf < 1;
  const why = [
    rule ? trans.__('rule: %1', rule) : '',
    isUnsure ? trans.__('%1 % sure', shortNumber(Math.round(100 * conf))) : ''
  ];
  const lines = [
    value === undefined
      ? captured.name
      : `${captured.name} = ${fullValue(value)}`,
    [kindName(captured.kind, trans), place(captured, parts, trans)]
      .filter(Boolean)
      .join(trans.__(': ')),
    captured.text ?? '',
    why.filter(Boolean).join(' · '),
    also?.length ? trans.__('also: %1', also.join('; ')) : ''
  ];
  return lines.filter(Boolean).join('\n');
}

/** The cell, function, line and file that a value was seen in. */
export function place(
  captured: Captured,
  parts: readonly Part[],
  trans: TranslationBundle
): string {
  const { file, fn, line } = captured;
  const count = parts.find(({ exec }) => exec === captured.exec)?.count;
  const where = [
    fn ? trans.__('in %1()', fn) : '',
    file || (count ? trans.__('cell [%1]', count) : ''),
    line ? trans.__('line %1', line) : ''
  ];
  return where.filter(Boolean).join(', ');
}

/** How a value was seen, in words. */
export function kindName(
  kind: string | null | undefined,
  trans: TranslationBundle
): string {
  const names: Record<string, string> = {
    literal: trans.__('written out in the code'),
    name: trans.__('a name that the code reads'),
    keyword: trans.__('an argument of a call'),
    default: trans.__('a default that nobody set'),
    loop: trans.__('seen in each round of a loop'),
    assigned: trans.__('assigned'),
    expression: trans.__('the last expression of the cell'),
    estimator: trans.__('a setting of an object'),
    explicit: trans.__('logged by a call'),
    printed: trans.__('printed'),
    local: trans.__('a name inside a function'),
    argument: trans.__('an argument of a function of yours'),
    returned: trans.__('given back by a function of yours'),
    called: trans.__('the result of a library’s function'),
    fitted: trans.__('read from a fitted object'),
    callback: trans.__('told by a library while it trained'),
    progress: trans.__('shown by a progress bar'),
    dropin: trans.__('logged through another tracker’s call'),
    resource: trans.__('measured on the machine')
  };
  return kind ? (names[kind] ?? kind) : '';
}
