import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { Panel, Widget } from '@lumino/widgets';

import type { Chart, ChartCard, ChartRequest } from '../rest';
import { onPaper, type IAxisTitles } from './figuretheme';
import { drawFigure } from './figureview';
import { omit } from './omit';

const SIZE = { width: 960, height: 600 };
const FINER = 2;

/** What of Plotly is used here. */
interface IPlotly {
  toImage(
    node: HTMLElement,
    options: { format: string; width: number; height: number; scale?: number }
  ): Promise<string>;
}

/** An image of a figure as a data URL, drawn by JupyterLab's renderer out of sight. Rejects where that renderer makes none. */
export async function imageOf(
  rendermime: IRenderMimeRegistry,
  figure: Chart['figure'],
  format: 'png' | 'svg',
  titles: IAxisTitles & { chart: string }
): Promise<string> {
  const host = new Panel();
  host.addClass('jt-Figure-away');
  Widget.attach(host, document.body);
  try {
    const renderer = await drawFigure(
      rendermime,
      onPaper(figure, SIZE, titles.chart, titles),
      host
    );
    const { Plotly } = renderer.constructor as { Plotly?: IPlotly | null };
    if (!Plotly) {
      throw new Error(
        'This renderer of Plotly makes no images; pip install --upgrade plotly brings one that does.'
      );
    }
    const scale = format === 'png' ? FINER : 1;
    return await Plotly.toImage(renderer.node, { format, ...SIZE, scale });
  } finally {
    host.dispose();
  }
}

/** Hand a data URL to the person as a file. */
export function download(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

/** A title as the name of a file. */
export function fileName(title: string, format: string): string {
  const plain = title.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 80);
  return `${plain.replace(/^-|-$/g, '') || 'chart'}.${format}`;
}

/** The lines of Python that draw the same chart in a notebook. */
export function cellOf(
  card: ChartCard,
  request: Omit<ChartRequest, 'card'>
): string {
  const own = omit(card, 'kind', 'colours', 'points');
  const experiment = request.scope?.startsWith('experiment:')
    ? `experiment == ${JSON.stringify(request.scope.slice('experiment:'.length))}`
    : '';
  const filter = [experiment, request.filter ?? ''].filter(Boolean);
  const given: [string, unknown][] = Object.entries({
    ...own,
    filter:
      filter.length > 1
        ? filter.map(part => `(${part})`).join(' and ')
        : filter[0],
    runs: request.runs,
    scope: request.scope === 'notebook' ? 'notebook' : undefined
  }).filter(
    ([, value]) =>
      value !== undefined && value !== null && value !== '' && value !== false
  );
  const written = given.map(([name, value]) => `${name}=${python(value)}`);
  return `import jupyter_tracker as jt\n\njt.chart(${[python(card.kind), ...written].join(', ')})`;
}

/** A value of JSON as Python writes it. */
export function python(value: unknown): string {
  if (value === null || value === undefined) {
    return 'None';
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  if (Array.isArray(value)) {
    return `[${value.map(python).join(', ')}]`;
  }
  if (typeof value === 'object') {
    const pairs = Object.entries(value).map(
      ([name, item]) => `${python(name)}: ${python(item)}`
    );
    return `{${pairs.join(', ')}}`;
  }
  return JSON.stringify(value);
}
