import type { JSONObject } from '@lumino/coreutils';

import { shortValue } from '../format';
import type { Chart } from '../rest';

const NONE = 'rgba(0,0,0,0)';
/** In pixels: what stands beside the axes of parallel coordinates, and a letter above them. */
const MARGINS = 160;
const A_LETTER = 6.5;
/** What a legend above a figure takes. */
const LEGEND = 36;
const FEWEST_LETTERS = 5;
/** Nothing of Plotly's own: no logo, no button that would send data away. */
const CONFIG = {
  displaylogo: false,
  showSendToCloud: false,
  showEditInChartStudio: false,
  displayModeBar: false
};

/** Colours of a figure. */
interface IInks {
  text: string;
  grid: string;
  paper: string;
  family: string;
}

/** A copy of a figure in the colours of the theme around a node. */
export function themed(
  figure: Chart['figure'],
  node: HTMLElement,
  size: { width: number; height: number },
  titles: IAxisTitles
): JSONObject {
  const style = getComputedStyle(node);
  const of = (name: string, otherwise: string) =>
    style.getPropertyValue(name).trim() || otherwise;
  return inked(figure, size, titles, {
    text: of('--jp-ui-font-color1', '#222'),
    grid: of('--jp-border-color2', '#ccc'),
    paper: NONE,
    family: of('--jp-ui-font-family', 'sans-serif')
  });
}

/** What stands at axes, in the person's language. */
export interface IAxisTitles {
  x?: string;
  y?: string;
  /** Of parallel coordinates. */
  several?: string[];
}

/** Text as Plotly shows it letter by letter: what looks like a tag or a link is none. */
export function literal(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/** A copy of a figure for paper: dark on white, with its title. */
export function onPaper(
  figure: Chart['figure'],
  size: { width: number; height: number },
  title: string,
  titles: IAxisTitles
): JSONObject {
  const made = inked(figure, size, titles, {
    text: '#222222',
    grid: '#dddddd',
    paper: '#ffffff',
    family: 'sans-serif'
  });
  const layout = made.layout as JSONObject;
  const margin = layout.margin as JSONObject | undefined;
  layout.title = {
    text: literal(title),
    font: { size: 14 }
  };
  layout.margin = { ...margin, t: Number(margin?.t ?? 12) + 36 };
  return made;
}

function inked(
  figure: Chart['figure'],
  size: { width: number; height: number },
  titles: IAxisTitles,
  { text, grid, paper, family }: IInks
): JSONObject {
  const { data, layout } = structuredClone(figure) as unknown as {
    data: JSONObject[];
    layout: JSONObject;
  };
  const axis = (own: unknown, title?: string) => ({
    gridcolor: grid,
    linecolor: grid,
    zerolinecolor: grid,
    tickcolor: grid,
    ...(own as JSONObject),
    ...(title === undefined ? {} : { title: { text: literal(title) } })
  });
  const margin = (layout.margin ?? {}) as JSONObject;
  const dimensions = data[0]?.dimensions as JSONObject[] | undefined;
  dimensions?.forEach((dimension, place) => {
    const title = titles.several?.[place];
    if (title !== undefined) {
      const room = (size.width - MARGINS) / Math.max(1, dimensions.length - 1);
      const most = Math.max(FEWEST_LETTERS, Math.floor(room / A_LETTER));
      dimension.label = literal(shortValue(title, most));
    }
  });
  return {
    data,
    layout: {
      ...layout,
      ...size,
      paper_bgcolor: paper,
      plot_bgcolor: paper,
      font: { color: text, family, size: 11 },
      xaxis: axis(layout.xaxis, titles.x),
      yaxis: axis(layout.yaxis, titles.y),
      legend: { orientation: 'h', y: 1.02, yanchor: 'bottom', x: 0 },
      margin: {
        ...margin,
        t: Math.max(Number(margin.t ?? 0), layout.showlegend ? LEGEND : 0)
      },
      colorway: [
        '#0072b2',
        '#d55e00',
        '#009e73',
        '#cc79a7',
        '#e69f00',
        '#56b4e9'
      ]
    },
    config: { ...CONFIG }
  };
}
