import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import uPlot from 'uplot';

const SMALLEST = 60;
const AWAY = 14;

/** Something drawn by uPlot: as large as its node, in the colours of the theme. */
export abstract class PlotWidget extends Widget {
  constructor() {
    super();
    this.addClass('jt-Chart');
    this._observer = new ResizeObserver(() => this._resize());
    this._theme = new MutationObserver(() => {
      this.drop(); // its colours are those of the theme that was
      this.update();
    });
    this._theme.observe(document.body, {
      attributeFilter: ['data-jp-theme-name']
    });
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._observer.disconnect();
    this._theme.disconnect();
    this.drop();
    super.dispose();
  }

  /** What is drawn, null while nothing is. */
  protected plot: uPlot | null = null;

  /** Whether it can be seen, and is large enough. */
  protected get hasRoom(): boolean {
    return this.isVisible && this.node.clientWidth >= SMALLEST;
  }

  protected get size(): { width: number; height: number } {
    return {
      width: Math.max(SMALLEST, this.node.clientWidth),
      height: Math.max(SMALLEST, this.node.clientHeight)
    };
  }

  /** Take away what is drawn. */
  protected drop(): void {
    this.plot?.destroy();
    this.plot = null;
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._observer.observe(this.node);
    this.update();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.update();
  }

  private _resize(): void {
    if (this.plot) {
      this.plot.setSize(this.size);
    } else {
      this.update();
    }
  }

  private readonly _observer: ResizeObserver;
  private readonly _theme: MutationObserver;
}

/** How an axis looks in the theme. */
export function axisOf(host: HTMLElement): uPlot.Axis {
  const style = getComputedStyle(host);
  const line = style.getPropertyValue('--jp-border-color2').trim() || 'gray';
  return {
    stroke: style.getPropertyValue('--jp-ui-font-color2').trim() || 'gray',
    font: `11px ${style.getPropertyValue('--jp-ui-font-family') || 'sans-serif'}`,
    grid: { stroke: line, width: 0.5 },
    ticks: { stroke: line, width: 0.5, size: 4 }
  };
}

const A_LETTER = 6.5;
const BESIDE = 14;

/** How wide an upright axis is: as its labels need, at least so many pixels. */
export function widthFor(least: number): uPlot.Axis.Size {
  return (_, labels) => {
    const letters = Math.max(0, ...(labels ?? []).map(text => text.length));
    return Math.max(least, letters * A_LETTER + BESIDE);
  };
}

/** Put a box to the right of a point of the window, or to the left where there is no room. */
export function placeBeside(
  box: HTMLElement,
  { x, y }: { x: number; y: number }
): void {
  const { width, height } = box.getBoundingClientRect();
  const right = x + AWAY;
  const fits = right + width < window.innerWidth;
  box.style.left = `${fits ? right : Math.max(0, x - AWAY - width)}px`;
  box.style.top = `${Math.max(0, Math.min(y + AWAY, window.innerHeight - height))}px`;
}
