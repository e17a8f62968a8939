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
