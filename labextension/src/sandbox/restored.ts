import type { IMimeBundle, IOutput } from '@jupyterlab/nbformat';

import { FIGURES, fetches } from './figures';
import { loads, local } from './sanitizer';

/** Texts that are set as pages: what they name may be fetched. */
const SET = ['text/markdown', 'text/latex'];
/** Drawn over maps that are fetched. */
const MAPPED = ['application/geo+json'];
const ADDRESS = /\/\/|javascript:/i;

/** Recorded outputs as they may stand in a notebook, whose own renderers show them: without what these would fetch from elsewhere. */
export function restorable(outputs: readonly IOutput[]): {
  outputs: IOutput[];
  /** Whether something was left out. */
  isLess: boolean;
} {
  const found = outputs.map(output => {
    const data = output.data as IMimeBundle | undefined;
    const kept = data && bundle(data);
    return kept && kept !== data
      ? ({ ...output, data: kept } as IOutput)
      : output;
  });
  return {
    outputs: found,
    isLess: found.some((output, place) => output !== outputs[place])
  };
}

function bundle(data: IMimeBundle): IMimeBundle {
  const bad = Object.keys(data).filter(type => isFetching(type, data[type]));
  if (!bad.length) {
    return data;
  }
  const kept = Object.entries(data).filter(([type]) => !bad.includes(type));
  if (bad.includes('text/html')) {
    kept.push(['text/html', local(joined(data['text/html']))]);
  }
  return Object.fromEntries(kept);
}

function isFetching(type: string, value: unknown): boolean {
  if (type === 'text/html') {
    return loads(joined(value));
  }
  return (
    MAPPED.includes(type) ||
    (FIGURES.includes(type) && fetches(value)) ||
    (SET.includes(type) && ADDRESS.test(joined(value)))
  );
}

function joined(text: unknown): string {
  return Array.isArray(text) ? text.join('') : String(text);
}
