import type { TranslationBundle } from '@jupyterlab/translation';

import { parseTag } from '../commands';
import type { RunEdit } from '../rest';
import { tagTexts } from './cells';
import type { Grid, IPlace } from './grid';
import type { IRow } from './list';
import type { TableModel } from './model';

/** The columns in which a person can write. */
const EDITABLE = ['name', 'note', 'tags'];

/** Let a person write in a cell, if it is one of name, note or tags: Enter keeps it, Escape forgets it. */
export function editCell(
  grid: Grid,
  model: TableModel,
  trans: TranslationBundle,
  onEdit: (run: string, edit: RunEdit) => void
): void {
  const place = grid.active;
  const column = place.column ? grid.views[place.column - 1]?.id : 'name';
  const { line } = grid;
  const cell = grid.cellAt(place);
  if (
    !model.isWritable ||
    line?.kind !== 'run' ||
    !line.row ||
    !cell ||
    !EDITABLE.includes(column)
  ) {
    return;
  }
  const { row } = line;
  const before = textOf(row, column);
  const input = document.createElement('textarea');
  input.className = 'jt-TableEdit';
  input.rows = column === 'note' ? 4 : 1;
  input.value = before;
  input.setAttribute('aria-label', labelOf(row, column, trans));
  open(grid, place, cell, input, kept => {
    if (kept !== null && kept.trim() !== before.trim()) {
      const edit = editOf(row, column, kept.trim());
      if (edit) {
        onEdit(row.id, edit);
      }
    }
  });
}

/** Put an input over a cell; `onDone` is given what was written, or null. */
function open(
  grid: Grid,
  place: IPlace,
  cell: HTMLElement,
  input: HTMLTextAreaElement,
  onDone: (text: string | null) => void
): void {
  const scroller = cell.closest<HTMLElement>('[role=grid]');
  let isDone = false;
  const done = (text: string | null, isLeft: boolean) => {
    if (isDone) {
      return;
    }
    isDone = true;
    cell.classList.remove('jt-mod-editing');
    input.remove();
    grid.hold(null);
    if (!isLeft) {
      scroller?.focus();
    }
    onDone(text);
  };
  grid.hold(place.line);
  cell.classList.add('jt-mod-editing');
  cell.append(input);
  input.focus();
  input.select();
  input.addEventListener('keydown', event => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      done(null, false);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      done(input.value, false);
    }
  });
  input.addEventListener('blur', () => done(input.value, true));
}

function textOf(row: IRow, column: string): string {
  return column === 'tags'
    ? tagTexts(row).join(', ')
    : ((column === 'name' ? row.name : row.note) ?? '');
}

function labelOf(row: IRow, column: string, trans: TranslationBundle): string {
  return column === 'tags'
    ? trans.__('Tags of %1, with commas between them', row.name)
    : column === 'note'
      ? trans.__('Note on %1', row.name)
      : trans.__('Name of %1', row.name);
}

/** What was written as an edit; nothing where a name was emptied. */
export function editOf(
  row: Pick<IRow, 'tags'>,
  column: string,
  text: string
): RunEdit | null {
  if (column === 'name') {
    return text ? { set: { name: text } } : null;
  }
  if (column === 'note') {
    return { set: { note: text } };
  }
  const written = text
    .split(',')
    .map(part => part.trim())
    .filter(part => part && !part.startsWith('-'))
    .map(part => parseTag(part));
  const wanted: Record<string, string | null> = Object.assign({}, ...written);
  const tags: Record<string, string | null> = {};
  for (const tag of Object.keys(row.tags)) {
    if (!(tag in wanted)) {
      tags[tag] = null;
    }
  }
  for (const [tag, value] of Object.entries(wanted)) {
    if (row.tags[tag] !== value) {
      tags[tag] = value;
    }
  }
  return Object.keys(tags).length ? { tags } : null;
}
