import {
  asNumber,
  bytes,
  duration,
  fullValue,
  shortNumber,
  shortValue
} from '../format';
import type { Value } from '../rest';
import type { NumberFormat } from './layout';

/** A number as a column shows it. */
export function formatted(value: number, format: NumberFormat): string {
  if (!Number.isFinite(value)) {
    return shortNumber(value);
  }
  switch (format) {
    case 'full':
      return minus(String(value));
    case 'whole':
      return minus(Math.round(value).toLocaleString());
    case 'fixed2':
      return minus(value.toFixed(2));
    case 'fixed4':
      return minus(value.toFixed(4));
    case 'percent':
      return minus(`${(100 * value).toFixed(1)} %`);
    case 'scientific':
      return minus(value.toExponential(3).replace('+', ''));
    case 'duration':
      return duration(value);
    case 'bytes':
      return bytes(value);
    default:
      return shortNumber(value);
  }
}

/** A captured value as a column shows it. */
export function formattedValue(value: Value, format: NumberFormat): string {
  const number = asNumber(value);
  return number === null ? shortValue(value, 200) : formatted(number, format);
}

/** A mean with what stands behind the ±, as far as that reaches: `0.941 ± 0.004`. */
export function withSpread(
  mean: number,
  spread: number | null,
  format: NumberFormat
): string {
  if (spread === null || !Number.isFinite(spread)) {
    return formatted(mean, format);
  }
  if (format !== 'auto') {
    return `${formatted(mean, format)} ± ${formatted(spread, format)}`;
  }
  const decimals = spread > 0 ? 1 - Math.floor(Math.log10(spread)) : Number.NaN;
  return decimals >= 0 && decimals <= 12 && Math.abs(mean) < 1e6
    ? `${minus(mean.toFixed(decimals))} ± ${spread.toFixed(decimals)}`
    : `${shortNumber(mean)} ± ${shortNumber(spread)}`;
}

/** A value as another program reads it: a number in full, without our minus sign. */
export function plain(value: Value | undefined): string {
  if (value === undefined || value === null) {
    return '';
  }
  const number = asNumber(value);
  return number === null ? fullValue(value) : String(number);
}

function minus(text: string): string {
  return text.replace('-', '−');
}
