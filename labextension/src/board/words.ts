import type { TranslationBundle } from '@jupyterlab/translation';

import type { ChartCard } from '../rest';
import { nameOf } from './columns';

type Kind = ChartCard['kind'];

/** The kinds of charts, in the order of the menu, with what they are called. */
export function kinds(trans: TranslationBundle): [Kind, string][] {
  return [
    ['curve', trans.__('Curves')],
    ['scatter', trans.__('Scatter')],
    ['parallel', trans.__('Parallel coordinates')],
    ['bar', trans.__('Means by group')],
    ['box', trans.__('Boxes by group')],
    ['histogram', trans.__('Histogram')],
    ['importance', trans.__('Importance of params')],
    ['correlation', trans.__('Correlation')],
    ['progress', trans.__('Best so far')]
  ];
}

/** What stands above a chart. */
export function titleOf(card: ChartCard, trans: TranslationBundle): string {
  const of = (column = '') => nameOf(column);
  switch (card.kind) {
    case 'curve':
      return card.metric ?? '';
    case 'scatter':
      return trans.__('%1 over %2', of(card.y), of(card.x));
    case 'parallel':
      return (card.columns ?? []).map(of).join(' · ');
    case 'bar':
    case 'box':
      return trans.__('%1 by %2', card.metric ?? '', of(card.by));
    case 'histogram':
      return of(card.column);
    case 'importance':
      return trans.__('What matters for %1', card.metric ?? '');
    case 'correlation':
      return trans.__('Correlation');
    case 'progress':
      return trans.__('Best %1 so far', card.metric ?? '');
  }
}

/** The ways in which runs of a group become one curve. */
export function bands(
  trans: TranslationBundle
): [NonNullable<ChartCard['band']>, string][] {
  return [
    ['mean-ci', trans.__('mean, 95 % CI')],
    ['mean-std', trans.__('mean ± std')],
    ['mean-range', trans.__('mean, min–max')],
    ['median-quartiles', trans.__('median, quartiles')],
    ['median-range', trans.__('median, min–max')]
  ];
}
