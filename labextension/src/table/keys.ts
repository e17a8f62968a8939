import type { TranslationBundle } from '@jupyterlab/translation';

import type { TableActions } from './actions';
import type { Grid } from './grid';

/** What the keys of the grid do besides moving in it. */
export interface IKeyDoings {
  actions: TableActions;
  focusFilter: () => void;
  focusHead: (column: number) => void;
  showKeys: () => void;
  edit: () => void;
}

/** Do what a key means in the grid; whether it means anything. */
export function onGridKey(
  event: KeyboardEvent,
  grid: Grid,
  doings: IKeyDoings
): boolean {
  if (event.ctrlKey || event.metaKey) {
    return onControlKey(event, grid, doings);
  }
  if (event.altKey) {
    return false;
  }
  const act =
    moves(event, grid, doings)[event.key] ?? deeds(doings, grid)[event.key];
  act?.();
  return Boolean(act);
}

function onControlKey(
  event: KeyboardEvent,
  grid: Grid,
  { actions }: IKeyDoings
): boolean {
  const { line, column } = grid.active;
  const keys: Record<string, () => void> = {
    a: () => void actions.selectAll(),
    Home: () => grid.moveTo({ line: 0, column: 0 }, event.shiftKey),
    End: () =>
      grid.moveTo({ line: Infinity, column: Infinity }, event.shiftKey),
    ArrowUp: () => grid.moveTo({ line: 0, column }, event.shiftKey),
    ArrowDown: () => grid.moveTo({ line: Infinity, column }, event.shiftKey),
    ArrowLeft: () => grid.moveTo({ line, column: 0 }, event.shiftKey),
    ArrowRight: () => grid.moveTo({ line, column: Infinity }, event.shiftKey)
  };
  const act = keys[event.key];
  act?.();
  return Boolean(act);
}

function moves(
  event: KeyboardEvent,
  grid: Grid,
  { focusHead }: IKeyDoings
): Record<string, () => void> {
  const { line, column } = grid.active;
  const isMirrored =
    getComputedStyle(event.currentTarget as Element).direction === 'rtl';
  const on = isMirrored ? -1 : 1;
  const go = (lines: number, columns: number) =>
    grid.moveTo(
      { line: line + lines, column: column + columns },
      event.shiftKey
    );
  return {
    ArrowDown: () => go(1, 0),
    ArrowUp: () =>
      line === 0 && !event.shiftKey ? focusHead(column) : go(-1, 0),
    ArrowRight: () => go(0, on),
    ArrowLeft: () => go(0, -on),
    PageDown: () => go(grid.page, 0),
    PageUp: () => go(-grid.page, 0),
    Home: () => grid.moveTo({ line, column: 0 }, event.shiftKey),
    End: () => grid.moveTo({ line, column: Infinity }, event.shiftKey)
  };
}

function deeds(
  { actions, focusFilter, showKeys, edit }: IKeyDoings,
  grid: Grid
): Record<string, () => void> {
  return {
    ' ': () => actions.toggleShown(grid.line),
    x: () => actions.select(grid, false),
    X: () => actions.select(grid, true),
    Enter: () => actions.open(grid.line),
    c: () => actions.compare(),
    b: () => void actions.toggleBaseline(grid.line),
    s: () => void actions.toggleFlag('star', grid.line),
    p: () => void actions.toggleFlag('pinned', grid.line),
    '/': focusFilter,
    '?': showKeys,
    F2: edit,
    Escape: () => actions.selectNone()
  };
}

/** All keys and what they do, for a person. */
export function keysTold(
  trans: TranslationBundle
): readonly (readonly [string, string])[] {
  return [
    ['↑ ↓ ← →', trans.__('another cell; with Shift, more cells')],
    ['↑', trans.__('from the first row: the headers')],
    ['Enter', trans.__('open the run; fold or unfold a group')],
    ['Space', trans.__('show or hide its curves; fold or unfold a group')],
    ['x', trans.__('select the run; with Shift, all up to it')],
    ['Ctrl+A', trans.__('select all')],
    ['Escape', trans.__('select none')],
    ['c', trans.__('compare what is selected')],
    ['b', trans.__('baseline, or no more')],
    ['s', trans.__('star, or none')],
    ['p', trans.__('pin: stands first, or no more')],
    ['F2', trans.__('edit name, note or tags')],
    ['Ctrl+C', trans.__('copy the cells')],
    ['/', trans.__('the filter')],
    ['?', trans.__('these keys')],
    [trans.__('In a header'), ''],
    ['Enter', trans.__('sort; with Shift, after the other columns')],
    ['Tab', trans.__('to its bars, then to its menu')],
    ['← → ', trans.__('on its bars: another bar; with Shift, more of them')],
    ['Enter', trans.__('on its bars: only runs with these values')],
    ['Delete', trans.__('on its bars: all runs again')],
    ['Alt+← →', trans.__('move the column')]
  ];
}
