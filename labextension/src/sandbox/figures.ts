import type { IMimeBundle, IOutput } from '@jupyterlab/nbformat';

/** Kinds of data that are figures as JSON: a library draws them, and may fetch what they name. */
export const FIGURES = [
  'application/vnd.plotly.v1+json',
  'application/vnd.vega.v5+json',
  'application/vnd.vega.v6+json',
  'application/vnd.vegalite.v4+json',
  'application/vnd.vegalite.v5+json',
  'application/vnd.vegalite.v6+json'
];

/** Keys under which a figure names what it would fetch, or follow at a click. */
const FETCHED =
  /^(source|src|url|href|baseURL|topojsonURL|plotlyServerURL|style|sourcelayer|tiles)$/i;

/** Plotly's kinds of traces that fetch maps. */
const MAPS =
  /^(scattergeo|choropleth|scattermapbox|choroplethmapbox|densitymapbox|scattermap|choroplethmap|densitymap)$/;

/** The outputs of a run without figures that would fetch something from elsewhere; what else such an output has is shown in their place. */
export function withoutFetching(outputs: readonly IOutput[]): IOutput[] {
  return outputs.map(output => {
    const data = output.data as IMimeBundle | undefined;
    const bad = FIGURES.filter(type => data && fetches(data[type]));
    if (!data || !bad.length) {
      return output;
    }
    const kept = Object.fromEntries(
      Object.entries(data).filter(([type]) => !bad.includes(type))
    );
    return { ...output, data: kept } as IOutput;
  });
}

/** Whether a figure names something that would be fetched from elsewhere. */
export function fetches(figure: unknown): boolean {
  const { data } = (figure ?? {}) as { data?: unknown };
  const traces = Array.isArray(data) ? (data as { type?: unknown }[]) : [];
  return (
    traces.some(trace => MAPS.test(String(trace?.type))) || namesAddress(figure)
  );
}

function namesAddress(value: unknown, key = ''): boolean {
  if (typeof value === 'string') {
    return (
      /javascript:/i.test(value) ||
      /<\s*(a|img|image|iframe|script)\b/i.test(value) ||
      (FETCHED.test(key) && /^\s*([a-z][a-z\d+.-]*:)?\/\//i.test(value))
    );
  }
  if (Array.isArray(value)) {
    return value.some(item => namesAddress(item, key));
  }
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).some(([name, item]) => namesAddress(item, name))
  );
}
