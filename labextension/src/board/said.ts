import type { TranslationBundle } from '@jupyterlab/translation';

import { shortNumber } from '../format';
import type { ChartCard, Said } from '../rest';

type Band = NonNullable<ChartCard['band']>;

/** What was done to make a chart, as one line. */
export function saidText(
  said: readonly Said[],
  trans: TranslationBundle
): string {
  return said
    .map(({ what, values }) => WORDS[what](trans, values.map(written)))
    .filter(Boolean)
    .join('; ');
}

/** A count with its thousands apart, any other number short. */
function written(value: string | number): string {
  if (typeof value === 'string') {
    return value;
  }
  return Number.isInteger(value) ? value.toLocaleString() : shortNumber(value);
}

const WORDS: Record<
  Said['what'],
  (trans: TranslationBundle, values: readonly string[]) => string
> = {
  runs: (trans, [count]) =>
    count === '1' ? trans.__('%1 run', count) : trans.__('%1 runs', count),
  first_runs: (trans, values) => trans.__('the first %1 of %2 runs', ...values),
  first_groups: (trans, values) =>
    trans.__('the first %1 of %2 groups', ...values),
  unfinished: (trans, values) => trans.__('%1 unfinished left out', ...values),
  again: (trans, values) =>
    trans.__('%1 with a seed that was run again left out', ...values),
  without: (trans, values) => trans.__('%1 without a value', ...values),
  means: trans => trans.__('mean with 95 % CI'),
  smooth_exponential: (trans, values) =>
    trans.__('exponential mean, weight %1', ...values),
  smooth_mean: (trans, values) =>
    trans.__('running mean of %1 points', ...values),
  smooth_median: (trans, values) =>
    trans.__('running median of %1 points', ...values),
  share: (trans, values) =>
    trans.__(
      'share of the variance of %1 that goes with each param alone',
      ...values
    ),
  ranks: trans => trans.__('Spearman’s ρ'),
  highest: (trans, values) => trans.__('highest %1 so far', ...values),
  lowest: (trans, values) => trans.__('lowest %1 so far', ...values),
  band: (trans, [band, least, most]) =>
    trans.__(
      '%1, band = %2',
      middle(band as Band, least, most, trans),
      reach(band as Band, trans)
    )
};

function middle(
  band: Band,
  least: string,
  most: string,
  trans: TranslationBundle
): string {
  const isMean = band.startsWith('mean');
  if (least === most) {
    const isOne = most === '1';
    return isMean
      ? isOne
        ? trans.__('mean of 1 run')
        : trans.__('mean of %1 runs', most)
      : isOne
        ? trans.__('median of 1 run')
        : trans.__('median of %1 runs', most);
  }
  return isMean
    ? trans.__('mean of %1 to %2 runs', least, most)
    : trans.__('median of %1 to %2 runs', least, most);
}

function reach(band: Band, trans: TranslationBundle): string {
  switch (band) {
    case 'mean-ci':
      return trans.__('95 % CI');
    case 'mean-std':
      return trans.__('± standard deviation');
    case 'median-quartiles':
      return trans.__('quartiles');
    default:
      return trans.__('least to greatest');
  }
}
