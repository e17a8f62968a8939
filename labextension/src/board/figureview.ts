import type { IRenderMime, IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { JSONArray, JSONObject } from '@lumino/coreutils';
import { JSONExt } from '@lumino/coreutils';
import { Panel, Widget } from '@lumino/widgets';

import type { Chart } from '../rest';
import type { IAround, IMarks } from './brushing';
import { themed, type IAxisTitles } from './figuretheme';

/** The type under which notebooks hold Plotly's figures. */
export const PLOTLY = 'application/vnd.plotly.v1+json';
const SMALLEST = 80;
/** How long a click on a point waits for a second one, which takes a box away or zooms out. */
const SECOND_CLICK = 300;
/** So many pixels from a point the pointer may be. */
const NEAR = 8;

/** The element that Plotly draws in. */
export interface IPlotlyNode extends HTMLElement {
  data?: { dimensions?: { constraintrange?: unknown }[] }[];
  layout?: { selections?: JSONArray };
  on?: (event: string, listener: (event?: IPlotlyEvent) => void) => void;
}

/** What Plotly tells of points that were drawn around, or clicked. */
interface IPlotlyEvent {
  points?: { customdata?: unknown }[];
  /** Of a box. */
  range?: { x: [number, number]; y: [number, number] };
}

/** How a figure is drawn beside what the server says of it. */
export interface IDrawing {
  /** What it is called for whoever cannot see it. */
  label: string;
  titles: IAxisTitles;
  marks: IMarks;
  /** What a drag does in a figure whose points can be drawn around. */
  drag: 'select' | 'lasso' | 'zoom';
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

  /** Draw this chart, if it is another one than that which is there. */
  draw(chart: Chart, drawing: IDrawing): void {
    this.node.setAttribute('role', 'figure');
    this.node.setAttribute('aria-label', drawing.label);
    const { titles, marks, drag } = drawing;
    const is = [chart.figure, titles, marks, drag] as unknown as JSONArray;
    const isSame = JSONExt.deepEqual(this._is, is);
    this._is = is;
    this._chart = chart;
    this._drawing = drawing;
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
    const isStale = size !== this._size || this._drawnIn !== Private.theme();
    if (width >= SMALLEST && isStale) {
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
    this._drawnIn = Private.theme();
    const old = [...this.widgets];
    const layer = new Panel();
    layer.addClass('jt-Figure-layer');
    this.addWidget(layer);
    const { marks, titles, drag } = this._drawing;
    const size = { width, height };
    const figure = themed(this._chart.figure, this.node, size, titles);
    Private.mark(figure, marks, drag);
    const renderer = await drawFigure(this._options.rendermime, figure, layer);
    old.forEach((widget: Widget) => widget.dispose());
    this._listen(renderer.node as IPlotlyNode);
  }

  private _listen(node: IPlotlyNode): void {
    const { onRanges, onAround, onPoint } = this._options;
    node.on?.('plotly_restyle', () => {
      const axes = node.data?.[0]?.dimensions;
      if (axes) {
        const ranges = axes.map(axis => axis.constraintrange);
        this._marked({ ranges: Private.some(ranges) });
        onRanges(ranges);
      }
    });
    node.on?.('plotly_selected', event => {
      const selections = structuredClone(node.layout?.selections ?? []);
      const runs = Private.runsOf(event);
      const marks = runs.length ? { selections } : {};
      this._marked(marks);
      onAround({ marks, runs, box: event?.range ?? null });
    });
    node.on?.('plotly_deselect', () => {
      this._marked({});
      onAround({ marks: {}, runs: [], box: null });
    });
    node.on?.('plotly_click', event => {
      const [run] = Private.runsOf(event);
      window.clearTimeout(this._opening);
      if (run) {
        this._opening = window.setTimeout(() => onPoint(run), SECOND_CLICK);
      }
    });
    node.on?.('plotly_doubleclick', () => window.clearTimeout(this._opening));
  }

  /** It was marked here: what is there needs not be drawn anew. */
  private _marked(marks: IMarks): void {
    this._drawing = { ...this._drawing, marks };
    this._is = [
      this._chart?.figure,
      this._drawing.titles,
      marks,
      this._drawing.drag
    ] as unknown as JSONArray;
  }

  private readonly _observer: ResizeObserver;
  private readonly _theme: MutationObserver;
  private _chart: Chart | null = null;
  private _drawing: IDrawing = {
    label: '',
    titles: {},
    marks: {},
    drag: 'select'
  };
  /** What is drawn. */
  private _is: JSONArray = [];
  private _size = '';
  /** The theme whose colours it has: another may come while it is out of sight. */
  private _drawnIn = '';
  private _timer = 0;
  private _opening = 0;
}

/** A namespace for `FigureView` statics. */
export namespace FigureView {
  export interface IOptions {
    rendermime: IRenderMimeRegistry;
    /** Called with the ranges that stand on the axes of parallel coordinates. */
    onRanges: (ranges: unknown[]) => void;
    /** Called with the runs around which something was drawn, a box or a lasso; none: it was taken away. */
    onAround: (around: IAround) => void;
    /** Called with the run of a point that was clicked. */
    onPoint: (run: string) => void;
  }
}

namespace Private {
  /** The name of the theme. */
  export function theme(): string {
    return document.body.dataset.jpThemeName ?? '';
  }

  /** Put what was marked where it was, and say what a drag does. */
  export function mark(
    figure: JSONObject,
    { ranges, selections }: IMarks,
    drag: IDrawing['drag']
  ): void {
    const [trace] = figure.data as JSONObject[];
    const layout = figure.layout as JSONObject;
    const axes = (trace?.dimensions ?? []) as JSONObject[];
    for (const [place, range] of Object.entries(ranges ?? {})) {
      if (axes[Number(place)]) {
        axes[Number(place)].constraintrange = range as JSONObject;
      }
    }
    if (trace?.customdata) {
      layout.hoverdistance = NEAR;
      layout.dragmode = drag;
      layout.selections = selections ?? [];
    }
  }

  /** Those ranges that are there, by their places. */
  export function some(ranges: unknown[]): Record<number, unknown> {
    return Object.fromEntries(
      Object.entries(ranges).filter(
        ([, range]) => Array.isArray(range) && range.length
      )
    );
  }

  /** The runs of points. */
  export function runsOf(event: IPlotlyEvent | undefined): string[] {
    return (event?.points ?? [])
      .map(({ customdata }) => customdata)
      .filter((run): run is string => typeof run === 'string');
  }
}
