import type { TranslationBundle } from '@jupyterlab/translation';

import type { ChartCard } from '../rest';
import { nameOf } from './columns';
import type { IAxisTitles } from './figuretheme';

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
  const of = (column = '') => nameOf(column, trans);
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

/** What stands at the axes of a chart, where that is more than what the server knows: the names of columns. */
export function axisTitles(
  card: ChartCard,
  trans: TranslationBundle
): IAxisTitles {
  const of = (column = '') => nameOf(column, trans);
  switch (card.kind) {
    case 'curve':
      return { x: overTitle(card.over, trans) };
    case 'scatter':
      return { x: of(card.x), y: of(card.y) };
    case 'bar':
    case 'box':
      return { x: of(card.by) };
    case 'parallel':
      return { several: card.columns?.map(of) };
    case 'histogram':
      return { x: of(card.column), y: trans.__('runs') };
    case 'importance':
      return { x: trans.__('share of variance (ω²)') };
    case 'progress':
      return { x: trans.__('started') };
    default:
      return {};
  }
}

function overTitle(over = 'step', trans: TranslationBundle): string {
  const known: Record<string, string> = {
    step: trans.__('step'),
    relative: trans.__('seconds since the run began'),
    time: trans.__('time')
  };
  return known[over] ?? over;
}

/** The headings of a chart's values. */
export function headings(card: ChartCard, trans: TranslationBundle): string[] {
  const of = (column = '') => nameOf(column, trans);
  const run = trans.__('run');
  const least = trans.__('least');
  const greatest = trans.__('greatest');
  switch (card.kind) {
    case 'curve':
      return [
        run,
        trans.__('points'),
        trans.__('first'),
        trans.__('last'),
        least,
        greatest
      ];
    case 'scatter':
      return [run, of(card.x), of(card.y)];
    case 'parallel':
      return [run, ...(card.columns ?? []).map(of)];
    case 'bar':
      return [
        of(card.by),
        'n',
        trans.__('mean'),
        trans.__('low'),
        trans.__('high')
      ];
    case 'box':
      return [
        of(card.by),
        'n',
        least,
        trans.__('lower quartile'),
        trans.__('median'),
        trans.__('upper quartile'),
        greatest
      ];
    case 'histogram':
      return [of(card.column), trans.__('runs')];
    case 'importance':
      return [trans.__('param'), 'ω²', 'ρ', 'p', 'n'];
    case 'correlation':
      return ['', ...(card.columns ?? []).map(of)];
    case 'progress':
      return [
        run,
        trans.__('started'),
        card.metric ?? '',
        trans.__('run number')
      ];
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
