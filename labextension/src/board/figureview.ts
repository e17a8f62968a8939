import type { IRenderMime, IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { JSONObject } from '@lumino/coreutils';
import { JSONExt } from '@lumino/coreutils';
import { Panel, Widget } from '@lumino/widgets';

import type { Chart } from '../rest';
import { themed } from './figuretheme';

/** The type under which notebooks hold Plotly's figures. */
export const PLOTLY = 'application/vnd.plotly.v1+json';
const SMALLEST = 80;

/** The element that Plotly draws in. */
export interface IPlotlyNode extends HTMLElement {
  data?: { dimensions?: { constraintrange?: unknown }[] }[];
  on?: (event: string, listener: () => void) => void;
}

/** Whether something here draws Plotly's figures. */
export function hasPlotly(rendermime: IRenderMimeRegistry): boolean {
  return rendermime.mimeTypes.includes(PLOTLY);
}

/** A figure drawn in a widget by JupyterLab's renderer for Plotly. */
export async function drawFigure(
  rendermime: IRenderMimeRegistry,
  figure: JSONObject,
  into: Panel
): Promise<IRenderMime.IRenderer> {
  const renderer = rendermime.createRenderer(PLOTLY);
  into.addWidget(renderer);
  const data = { [PLOTLY]: figure };
  await renderer.renderModel(rendermime.createModel({ data, trusted: true }));
  return renderer;
}

/** A Plotly figure in the colours of the theme, drawn when it can be seen. */
export class FigureView extends Panel {
  constructor(private readonly _options: FigureView.IOptions) {
    super();
    this.addClass('jt-Figure');
    this._observer = new ResizeObserver(() => this._onSize());
    this._theme = new MutationObserver(() => this._draw());
    this._theme.observe(document.body, {
      attributeFilter: ['data-jp-theme-name']
    });
  }

  /** Draw this chart; `ranges` are those that were brushed on its axes. */
  draw(chart: Chart, ranges: Record<number, unknown>, label: string): void {
    this.node.setAttribute('role', 'figure');
    this.node.setAttribute('aria-label', label);
    const isSame =
      this._chart &&
      JSONExt.deepEqual(
        this._chart.figure as JSONObject,
        chart.figure as JSONObject
      );
    this._chart = chart;
    this._ranges = ranges;
    if (!isSame) {
      this._draw();
    }
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._observer.disconnect();
      this._theme.disconnect();
      super.dispose();
    }
  }

  protected override onAfterAttach(): void {
    this._observer.observe(this.node);
  }

  private _onSize(): void {
    const { clientWidth: width, clientHeight: height } = this.node;
    const size = `${width}×${height}`;
    if (width >= SMALLEST && size !== this._size) {
      this._size = size;
      this._draw();
    }
  }

  private _draw(): void {
    window.clearTimeout(this._timer);
    this._timer = window.setTimeout(() => void this._render(), 60);
  }

  private async _render(): Promise<void> {
    const { clientWidth: width, clientHeight: height } = this.node;
    if (!this._chart || this.isDisposed || width < SMALLEST) {
      return;
    }
    const old = [...this.widgets];
    const layer = new Panel();
    layer.addClass('jt-Figure-layer');
    this.addWidget(layer);
    const figure = themed(this._chart.figure, this.node, { width, height });
    Private.constrain(figure, this._ranges);
    const renderer = await drawFigure(this._options.rendermime, figure, layer);
    old.forEach((widget: Widget) => widget.dispose());
    const node = renderer.node as IPlotlyNode;
    node.on?.('plotly_restyle', () => {
      const axes = node.data?.[0]?.dimensions;
      if (axes) {
        this._options.onBrushed(axes.map(axis => axis.constraintrange));
      }
    });
  }

  private readonly _observer: ResizeObserver;
  private readonly _theme: MutationObserver;
  private _chart: Chart | null = null;
  private _ranges: Record<number, unknown> = {};
  private _size = '';
  private _timer = 0;
}

/** A namespace for `FigureView` statics. */
export namespace FigureView {
  export interface IOptions {
    rendermime: IRenderMimeRegistry;
    /** Called with the ranges that stand on the axes of parallel coordinates. */
    onBrushed: (ranges: unknown[]) => void;
  }
}

namespace Private {
  /** Put ranges on the axes that they were brushed on. */
  export function constrain(
    figure: JSONObject,
    ranges: Record<number, unknown>
  ): void {
    const [trace] = figure.data as JSONObject[];
    const axes = (trace?.dimensions ?? []) as JSONObject[];
    for (const [place, range] of Object.entries(ranges)) {
      if (axes[Number(place)]) {
        axes[Number(place)].constraintrange = range as JSONObject;
      }
    }
  }
}
