import type { TranslationBundle } from '@jupyterlab/translation';

import { plainValue } from '../format';
import type { Group } from '../rest';
import { groupCell, plainCell } from './cells';
import { parseColumn } from './columns';
import type { TableLine } from './lines';
import type { TableModel } from './model';
import { groupTitle } from './painter';

const MEASURES = ['mean', 'low', 'high', 'std', 'n', 'best'] as const;

/** What is shown as CSV, numbers in full: rows, or groups where runs are grouped. */
export async function csv(model: TableModel): Promise<string> {
  const lines = grouped(model) ?? (await rows(model, ['id', 'name']));
  return lines.map(csvLine).join('\r\n') + '\r\n';
}

/** The same as text that spreadsheets paste: tabs between cells. */
export async function tsv(model: TableModel): Promise<string> {
  const lines = grouped(model) ?? (await rows(model, ['name']));
  return lines.map(tsvLine).join('\n');
}

async function rows(model: TableModel, first: string[]): Promise<string[][]> {
  const columns = [...first, ...model.columns.filter(id => id !== 'id')];
  const found = await model.rows.all();
  return [columns, ...found.map(row => columns.map(id => plainCell(row, id)))];
}

function grouped(model: TableModel): string[][] | null {
  const { groups } = model.rows.lines;
  return (
    groups &&
    groupLines(
      groups.map(one => one.group),
      model.columns
    )
  );
}

/** A line for each group: its key, how many runs there are and count, of each metric mean, interval, deviation and best. */
export function groupLines(
  groups: readonly Group[],
  columns: readonly string[]
): string[][] {
  const keys = groups[0]?.key.map(({ column }) => column) ?? [];
  const shown = columns.map(parseColumn);
  const metrics = shown.filter(
    one => one.kind === 'metric' && one.stat === 'last'
  );
  const params = shown.filter(
    ({ kind, id }) => kind === 'param' && !keys.includes(id)
  );
  const heads = metrics.flatMap(({ id }) => MEASURES.map(of => `${id} ${of}`));
  const lines = groups.map(group => [
    ...group.key.map(({ text }) => text),
    String(group.size),
    String(group.n),
    ...metrics.flatMap(({ name }) =>
      MEASURES.map(of => plainValue(group.metrics[name]?.[of] ?? null))
    ),
    ...params.map(({ name }) => group.params[name]?.text ?? '')
  ]);
  return [
    [...keys, 'runs', 'n', ...heads, ...params.map(one => one.id)],
    ...lines
  ];
}

/** Some cells of a line, as another program reads them; column 0 is the name. */
export function copied(
  line: TableLine,
  columns: readonly string[],
  model: TableModel,
  trans: TranslationBundle
): string {
  if (line.kind === 'run') {
    const { row } = line;
    return tsvLine(columns.map(id => (row ? plainCell(row, id) : '')));
  }
  const { spread } = model.layout;
  const cells = columns.map(id => {
    if (id === 'name') {
      return groupTitle(line.group, trans);
    }
    const format = model.about(id).format ?? 'auto';
    const around = { format, now: 0, trans, spread };
    return groupCell(line.group.group, id, around).text;
  });
  return tsvLine(cells);
}

/** The code that gives the runs of a filter as a table in a notebook. */
export function runsCode(filter: string): string {
  const given = filter.trim();
  return `import jupyter_tracker as jt\n\njt.runs(${given ? pythonText(given) : ''})`;
}

/** A line of a CSV file. What a spreadsheet would take for a formula is made text. */
export function csvLine(cells: readonly string[]): string {
  return cells
    .map(cell => {
      const isFormula =
        /^[=+\-@\t\r]/.test(cell) && !Number.isFinite(Number(cell));
      const safe = isFormula ? `'${cell}` : cell;
      return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
    })
    .join(',');
}

/** A line of cells with tabs between them. */
export function tsvLine(cells: readonly string[]): string {
  return cells.map(cell => cell.replace(/[\t\r\n]+/g, ' ')).join('\t');
}

/** A text as Python writes it. */
export function pythonText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replace(/\\/g, '\\\\')
    .replace(/\r?\n/g, ' ')
    .replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped}${quote}`;
}

/** Let the browser save a text as a file. */
export function download(name: string, content: string, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // the browser has taken it by the next turn
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
