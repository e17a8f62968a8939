import type { TranslationBundle } from '@jupyterlab/translation';

import { STATE_SIGNS } from '../format';
import { stateName } from '../items/statesign';
import { cellOf, groupCell, groupCount, type ICell } from './cells';
import { columnTitle, parseColumn } from './columns';
import { MARKS_WIDTH, type IColumnView } from './columnviews';
import type { IOpenGroup, TableLine } from './lines';
import type { IRow } from './list';
import type { TableModel } from './model';
import {
  attribute,
  button,
  element,
  hint,
  label,
  property,
  show,
  spark
} from './nodes';

/** Columns in which another text stands as time goes by. */
const PASSING = ['state', 'started', 'ended'];

/** The parts of a line on screen; they are used for one run after another. */
export interface ILineNode {
  node: HTMLElement;
  box: HTMLInputElement;
  swatch: HTMLButtonElement;
  fold: HTMLButtonElement;
  name: HTMLButtonElement;
  badges: HTMLElement;
  count: HTMLElement;
  /** That of the name first. */
  cells: HTMLElement[];
  /** What is drawn in it. */
  key: string;
  /** Whether any cell is marked as active. */
  isMarked: boolean;
}

/** Draws lines of a table into elements; what was recorded goes in as text alone. */
export class Painter {
  constructor(
    private readonly _model: TableModel,
    private readonly _trans: TranslationBundle
  ) {}

  /** The columns to draw. */
  views: readonly IColumnView[] = [];

  /** In unix seconds. */
  now = Date.now() / 1000;

  /** The elements of a line. */
  make(): ILineNode {
    const node = element('div', 'jt-TableRow', { role: 'row' });
    const marks = element('span', 'jt-TableCell jt-Table-marks', {
      role: 'gridcell',
      'aria-colindex': '1'
    });
    const box = element('input', '', { type: 'checkbox', tabindex: '-1' });
    const swatch = button('jt-Swatch', 'show');
    marks.append(box, swatch);
    box.dataset.act = 'select';
    const first = element('span', 'jt-TableCell jt-Table-first', {
      role: 'rowheader',
      'aria-colindex': '2'
    });
    first.style.insetInlineStart = `${MARKS_WIDTH}px`;
    const fold = button('jt-Table-fold', 'fold');
    const name = button('jt-Table-name', 'open');
    name.dir = 'auto';
    name.append(document.createElement('bdi'));
    const badges = element('span', 'jt-Table-badges', {});
    const count = element('span', 'jt-Table-count', {});
    first.append(fold, name, count, badges);
    const cells = this.views.map((view, place) => {
      const cell = element('span', 'jt-TableCell', {
        role: 'gridcell',
        'aria-colindex': String(place + 3)
      });
      cell.classList.toggle('jt-mod-numeric', view.isNumeric);
      cell.classList.toggle('jt-mod-first', view.isFirst);
      if (view.stays !== null) {
        cell.classList.add('jt-mod-stays');
        cell.style.insetInlineStart = `${view.stays}px`;
      }
      return cell;
    });
    node.append(marks, first, ...cells);
    return {
      node,
      box,
      swatch,
      fold,
      name,
      badges,
      count,
      cells: [first, ...cells],
      key: '',
      isMarked: false
    };
  }

  /** Draw a line. */
  paint(into: ILineNode, line: TableLine, index: number): void {
    const { node } = into;
    attribute(node, 'aria-rowindex', String(index + 2));
    if (line.kind === 'group') {
      this._group(into, line.group);
    } else if (line.row) {
      this._run(into, line.row, line);
    } else {
      this._nothing(into);
    }
  }

  /** Draw what changes by itself: how long a running one has been at it. */
  tick(into: ILineNode, line: TableLine): void {
    if (line.kind === 'run' && line.row?.state === 'running') {
      const place = this.views.findIndex(({ id }) => id === 'state');
      if (place >= 0) {
        this._cell(into.cells[place + 1], this.views[place], line.row);
      }
    }
  }

  private _run(
    into: ILineNode,
    row: IRow,
    line: TableLine & { kind: 'run' }
  ): void {
    const { _model: model, _trans: trans } = this;
    const { node, box, swatch, fold, name } = into;
    into.key = row.id;
    const isSelected = model.selection.has(row.id);
    const isShown = model.shown.includes(row.id);
    attribute(node, 'data-run', row.id);
    attribute(node, 'data-kind', line.under ?? 'run');
    node.classList.toggle('jt-mod-nested', line.group !== null);
    node.classList.toggle('jt-mod-selected', isSelected);
    attribute(node, 'aria-selected', String(isSelected));
    box.hidden = swatch.hidden = false;
    box.checked = isSelected;
    label(box, trans.__('Select %1', row.name));
    attribute(swatch, 'data-shown', String(isShown));
    attribute(swatch, 'aria-pressed', String(isShown));
    const colour = model.colour(row.id);
    property(swatch, '--jt-colour', colour ?? '');
    label(
      swatch,
      isShown
        ? trans.__('Hide the curves of %1', row.name)
        : trans.__('Show the curves of %1', row.name)
    );
    const same = row.fold?.same.length ?? 0;
    const failed = row.fold?.failed.length ?? 0;
    fold.hidden = !same && !failed;
    if (!fold.hidden) {
      const isOpen = line.list.isOpen(row.id);
      show(fold, isOpen ? '▾' : '▸');
      attribute(fold, 'aria-expanded', String(isOpen));
      const told = [
        same
          ? trans._n(
              '%1 more run did the same',
              '%1 more runs did the same',
              same
            )
          : '',
        failed
          ? trans._n(
              '%1 run before it failed',
              '%1 runs before it failed',
              failed
            )
          : ''
      ];
      label(fold, told.filter(Boolean).join(', '));
    }
    const folded = [
      same ? `×${same + 1}` : '',
      failed ? `${STATE_SIGNS.failed}${failed}` : ''
    ];
    show(into.count, folded.filter(Boolean).join(' '));
    hint(into.count, fold.hidden ? '' : fold.title);
    show(name.firstChild as HTMLElement, row.name);
    hint(name, trans.__('%1 (%2): open', row.name, row.id));
    const badges = [
      row.baseline ? ['⚑', trans.__('Baseline')] : [],
      row.star ? ['★', trans.__('Starred')] : [],
      row.pinned ? ['⊤', trans.__('Pinned: stands first')] : []
    ].filter(({ length }) => length);
    show(into.badges, badges.map(([sign]) => sign).join(''));
    hint(into.badges, badges.map(([, told]) => told).join(', '));
    this.views.forEach((view, place) =>
      this._cell(into.cells[place + 1], view, row)
    );
  }

  private _cell(cell: HTMLElement, view: IColumnView, row: IRow): void {
    const told = this._told(view, row);
    if (view.id === 'state') {
      this._state(cell, row, told);
      return;
    }
    this._fill(cell, view, told, view.best);
    if (view.curve !== null) {
      const values = this._model.sparks.of(row.id, view.curve);
      const colour = this._model.shown.includes(row.id)
        ? this._model.colour(row.id)
        : null;
      cell.prepend(spark(values ?? [], colour ?? 'currentColor'));
    }
  }

  /** What stands in a cell; worked out once, but for what changes as time goes by. */
  private _told(view: IColumnView, row: IRow): ICell {
    const format = view.about.format ?? 'auto';
    const around = { format, now: this.now, trans: this._trans };
    if (PASSING.includes(view.id)) {
      return cellOf(row, view.id, around);
    }
    const cells = this._cells.get(row) ?? new Map<string, ICell>();
    const key = `${view.id} ${format}`;
    let told = cells.get(key);
    if (!told) {
      told = cellOf(row, view.id, around);
      cells.set(key, told);
      this._cells.set(row, cells);
    }
    return told;
  }

  private _fill(
    cell: HTMLElement,
    view: IColumnView,
    told: ICell,
    best: number | null
  ): void {
    show(cell, told.text);
    hint(cell, told.title);
    const isBest =
      best !== null && told.number !== null && told.number === best;
    cell.classList.toggle('jt-mod-best', isBest);
    const { low, high } = view.header ?? {};
    const hasBar =
      view.about.hasBars &&
      told.number !== null &&
      low !== undefined &&
      high !== undefined &&
      high > low;
    cell.classList.toggle('jt-mod-bar', Boolean(hasBar));
    if (hasBar) {
      const share = ((told.number ?? 0) - low) / (high - low);
      const held = Math.max(0, Math.min(1, share));
      property(cell, '--jt-bar', `${(100 * held).toFixed(1)}%`);
    }
  }

  private _state(cell: HTMLElement, row: IRow, told: ICell): void {
    if (!cell.firstElementChild) {
      cell.replaceChildren(element('span', 'jt-State', { role: 'img' }), '');
    }
    const sign = cell.firstElementChild as HTMLElement;
    attribute(sign, 'data-state', row.state);
    attribute(sign, 'aria-label', stateName(row.state, this._trans));
    show(sign, STATE_SIGNS[row.state]);
    const time = cell.lastChild as Text;
    if (time.data !== ` ${told.text}`) {
      time.data = ` ${told.text}`;
    }
    hint(cell, told.title);
  }

  private _group(into: ILineNode, open: IOpenGroup): void {
    const { _trans: trans, _model: model } = this;
    const { group } = open;
    const { node, fold, name, box, swatch } = into;
    into.key = `group ${group.filter}`;
    delete node.dataset.run;
    attribute(node, 'data-kind', 'group');
    node.classList.remove('jt-mod-selected', 'jt-mod-nested');
    node.removeAttribute('aria-selected');
    box.hidden = swatch.hidden = true;
    fold.hidden = false;
    show(fold, open.list ? '▾' : '▸');
    attribute(fold, 'aria-expanded', String(open.list !== null));
    const title = groupTitle(open, trans);
    const count = groupCount(group, trans);
    label(
      fold,
      open.list ? trans.__('Fold %1', title) : trans.__('Unfold %1', title)
    );
    show(name.firstChild as HTMLElement, title);
    hint(name, `${title}\n${count}`);
    const isWhole = group.n === group.size;
    show(
      into.count,
      isWhole ? `n=${group.n}` : trans.__('n=%1 of %2', group.n, group.size)
    );
    hint(into.count, count);
    show(into.badges, '');
    const { spread } = model.layout;
    this.views.forEach((view, place) => {
      const format = view.about.format ?? 'auto';
      const around = { format, now: this.now, trans, spread };
      const told = groupCell(group, view.id, around);
      const cell = into.cells[place + 1];
      this._fill(cell, view, told, view.bestOfGroups);
      if (told.beside) {
        const beside = element('span', 'jt-Quiet', {});
        beside.textContent = ` ${told.beside}`;
        cell.append(beside);
      }
    });
  }

  private _nothing(into: ILineNode): void {
    into.key = '';
    delete into.node.dataset.run;
    attribute(into.node, 'data-kind', 'nothing');
    into.node.classList.remove('jt-mod-selected');
    into.box.hidden = into.swatch.hidden = into.fold.hidden = true;
    show(into.count, '');
    show(into.badges, '');
    show(into.name.firstChild as HTMLElement, '…');
    into.cells.slice(1).forEach(cell => {
      show(cell, '');
      hint(cell, '');
    });
  }

  private readonly _cells = new WeakMap<IRow, Map<string, ICell>>();
}

/** What a group is called: `model = rf, depth = 8`. */
export function groupTitle(
  { group }: IOpenGroup,
  trans: TranslationBundle
): string {
  const parts = group.key.map(
    ({ column, text }) => `${columnTitle(parseColumn(column), trans)} = ${text}`
  );
  return parts.join(', ') || trans.__('all');
}
