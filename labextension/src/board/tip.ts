import { placeBeside } from '../charts/plotwidget';
import { shortNumber } from '../format';
import { keyOf, valuesAt, type ILine } from './plotdata';

const MOST = 14;
const FEW = 4;

/** The values of all curves at the crosshair: beside the pointer, or in the corner of a chart that only follows. */
export class Tip {
  constructor(private readonly _host: HTMLElement) {
    this.node.className = 'jt-Chart-tip';
    this.node.hidden = true;
  }

  readonly node = document.createElement('div');

  hide(): void {
    this.node.hidden = true;
  }

  dispose(): void {
    this.node.remove();
  }

  /** Show the values at `x`; `pointer` is where the pointer is in the window, null in a chart that follows. */
  show(
    lines: readonly ILine[],
    at: {
      x: number;
      title: string;
      key: string | null;
      more: (n: number) => string;
    },
    pointer: { x: number; y: number } | null
  ): void {
    const rows = valuesAt(lines, at.x);
    this.node.hidden = rows.length === 0;
    if (this.node.hidden) {
      return;
    }
    const shown = Private.around(
      rows,
      rows.findIndex(({ line }) => keyOf(line) === at.key),
      pointer ? MOST : FEW
    );
    const head = document.createElement('div');
    head.className = 'jt-Chart-tipStep';
    head.textContent = at.title;
    const left = rows.length - shown.length;
    const foot = document.createElement('div');
    foot.className = 'jt-Chart-tipStep';
    foot.textContent = at.more(left);
    this.node.replaceChildren(
      head,
      ...shown.map(row => Private.row(row, keyOf(row.line) === at.key)),
      ...(left > 0 ? [foot] : [])
    );
    this.node.classList.toggle('jt-mod-follows', !pointer);
    (pointer ? document.body : this._host).append(this.node);
    if (pointer) {
      placeBeside(this.node, pointer);
    } else {
      this.node.style.left = this.node.style.top = '';
    }
  }
}

namespace Private {
  type IRow = { line: ILine; value: number; place: number };

  /** So many rows, the one meant among them. */
  export function around(
    rows: IRow[],
    meant: number,
    most: number
  ): readonly IRow[] {
    const first = meant < most ? 0 : meant - Math.floor(most / 2);
    return rows
      .slice(Math.min(first, Math.max(0, rows.length - most)))
      .slice(0, most);
  }

  export function row({ line, value, place }: IRow, isMeant: boolean): Node {
    const node = document.createElement('div');
    node.classList.toggle('jt-mod-meant', isMeant);
    const swatch = document.createElement('span');
    swatch.className = 'jt-Swatch';
    swatch.style.background = line.ink;
    const name = document.createElement('bdi');
    name.textContent = line.label;
    node.append(swatch, `${told(line, value, place)} `, name);
    return node;
  }

  function told(line: ILine, value: number, place: number): string {
    const [low, high, n] = [line.low, line.high, line.n].map(
      column => column?.[place] ?? null
    );
    const band =
      low !== null && high !== null
        ? ` [${shortNumber(low)}, ${shortNumber(high)}]`
        : '';
    return `${shortNumber(value)}${band}${n !== null ? ` (${n})` : ''}`;
  }
}
