import type { TranslationBundle } from '@jupyterlab/translation';
import { groupCell, plainCell } from './cells';
import type { TableLine } from './lines';
import type { TableModel } from './model';
import { groupTitle } from './painter';

/** Rows as CSV, in the columns that are shown, numbers in full. */
export async function csv(model: TableModel): Promise<string> {
  const columns = ['id', 'name', ...model.columns.filter(id => id !== 'id')];
  const rows = await model.rows.all();
  const lines = rows.map(row => columns.map(id => plainCell(row, id)));
  return [columns, ...lines].map(csvLine).join('\r\n') + '\r\n';
}

/** Rows as text that spreadsheets paste: tabs between cells. */
export async function tsv(model: TableModel): Promise<string> {
  const columns = ['name', ...model.columns];
  const rows = await model.rows.all();
  return [columns, ...rows.map(row => columns.map(id => plainCell(row, id)))]
    .map(tsvLine)
    .join('\n');
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
