import type { State, Value } from './rest';

/** What stands where a value is unknown. */
export const UNKNOWN = '–';

const DIGITS = 4;

/** The ways in which numbers can be written. */
export const NUMBER_FORMATS = [
  'auto',
  'full',
  'whole',
  'fixed2',
  'fixed4',
  'percent',
  'scientific',
  'duration',
  'bytes'
] as const;
export type NumberFormat = (typeof NUMBER_FORMATS)[number];

/** A number with four significant digits, in tabular shape. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  }
  if (Number.isInteger(value) && Math.abs(value) < 1e6) {
    return minus(String(value));
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) {
    const [digits, power] = value.toExponential(DIGITS - 1).split('e');
    return minus(`${trimZeros(digits)}e${power.replace('+', '')}`);
  }
  return minus(trimZeros(value.toPrecision(DIGITS)));
}

/** A number in one of the ways. */
export function written(value: number, format: NumberFormat): string {
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
      return minus(value.toExponential(DIGITS - 1).replace('+', ''));
    case 'duration':
      return duration(value);
    case 'bytes':
      return bytes(value);
    default:
      return shortNumber(value);
  }
}

/** A mean with what stands behind the ±, as far as that reaches: `0.941 ± 0.004`. */
export function withSpread(
  mean: number,
  spread: number | null,
  format: NumberFormat = 'auto'
): string {
  if (spread === null || !Number.isFinite(spread)) {
    return written(mean, format);
  }
  if (format !== 'auto') {
    return `${written(mean, format)} ± ${written(spread, format)}`;
  }
  const decimals = spread > 0 ? 1 - Math.floor(Math.log10(spread)) : Number.NaN;
  return decimals >= 0 && decimals <= 12 && Math.abs(mean) < 1e6
    ? `${minus(mean.toFixed(decimals))} ± ${spread.toFixed(decimals)}`
    : `${shortNumber(mean)} ± ${shortNumber(spread)}`;
}

/** A captured value for a person, at most `longest` characters of it. */
export function shortValue(
  value: Value | undefined,
  longest = Number.POSITIVE_INFINITY
): string {
  const text =
    typeof value === 'number' ? shortNumber(value) : fullValue(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** A captured value in full, as it goes on hover and on copy. */
export function fullValue(value: Value | undefined): string {
  if (value === undefined || value === null) {
    return value === null ? 'None' : UNKNOWN;
  }
  if (Array.isArray(value)) {
    return `[${value.map(item => fullValue(item)).join(', ')}]`;
  }
  if (typeof value === 'object') {
    if ('float' in value) {
      return shortNumber(asNumber(value) ?? NaN);
    }
    return 'int' in value ? value.int : value.repr;
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  return String(value);
}

/** A value as another program reads it: a number in full, without our minus sign. */
export function plainValue(value: Value | undefined): string {
  if (value === undefined || value === null) {
    return '';
  }
  const number = asNumber(value);
  return number === null ? fullValue(value) : String(number);
}

/** The number that a captured value is, NaN and the infinities included, else null. */
export function asNumber(value: Value | undefined): number | null {
  if (typeof value === 'number') {
    return value;
  }
  if (value && typeof value === 'object' && 'float' in value) {
    return value.float === 'nan'
      ? NaN
      : value.float === 'inf'
        ? Infinity
        : -Infinity;
  }
  return null;
}

/** A change with two or three digits of it: `+0.012 ▲` where it is for the better, ▼ for the worse, ↑ or ↓ where that is unknown. */
export function change(delta: number, isBetter?: boolean): string {
  if (!Number.isFinite(delta) || delta === 0) {
    return delta === 0 ? '±0' : UNKNOWN;
  }
  const size = Math.abs(delta);
  const rounded =
    size >= 100
      ? Math.round(delta)
      : Number(delta.toPrecision(size < 1 ? 2 : 3));
  const sign = delta > 0 ? '+' : '';
  const arrow =
    isBetter === undefined ? (delta > 0 ? '↑' : '↓') : isBetter ? '▲' : '▼';
  return `${sign}${shortNumber(rounded)} ${arrow}`;
}

/** How large a value is beside another: `+0.4 %`, or `× 5.1` where it is twice as large or half; nothing where that says nothing. */
export function relative(ratio: number | null): string {
  if (ratio === null || !Number.isFinite(ratio) || ratio <= 0 || ratio === 1) {
    return '';
  }
  if (ratio >= 2 || ratio <= 0.5) {
    return `×\u00a0${shortNumber(Number(ratio.toPrecision(2)))}`;
  }
  const percent = Number((100 * (ratio - 1)).toPrecision(2));
  return `${percent > 0 ? '+' : ''}${shortNumber(percent)}\u00a0%`;
}

/** Seconds as `0.4 s`, `42 s`, `3 m 05 s`, `1 h 04 m`, `2 d 03 h`. */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) {
    return UNKNOWN;
  }
  if (seconds < 1) {
    return `${Math.max(0, Math.round(seconds * 1000))} ms`;
  }
  if (seconds < 60) {
    return `${seconds < 10 ? seconds.toFixed(1) : Math.floor(seconds)} s`;
  }
  const whole = Math.floor(seconds);
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} m ${two(whole % 60)} s`;
  }
  if (whole < 86400) {
    return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} m`;
  }
  return `${Math.floor(whole / 86400)} d ${two(Math.floor((whole % 86400) / 3600))} h`;
}

/** A clock that runs: `00:42`, `1:04:09`. */
export function elapsed(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const rest = `${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
  return whole < 3600 ? rest : `${Math.floor(whole / 3600)}:${rest}`;
}

/** Bytes as `812 B`, `2.1 kB`, `34 MB`. */
export function bytes(count: number | null | undefined): string {
  if (count === null || count === undefined) {
    return UNKNOWN;
  }
  let size = count;
  for (const unit of ['B', 'kB', 'MB', 'GB']) {
    if (size < 1000 || unit === 'GB') {
      const digits = unit === 'B' || size >= 100 ? 0 : 1;
      return `${trimZeros(size.toFixed(digits))} ${unit}`;
    }
    size /= 1000;
  }
  return UNKNOWN;
}

/** A path as people call it: from the notebook's folder on, where it is below that. */
export function nearPath(path: string, notebook: string | null): string {
  const folder = notebook?.slice(0, notebook.lastIndexOf('/') + 1);
  return folder && path.startsWith(folder) ? path.slice(folder.length) : path;
}

/** A moment (unix seconds) exactly, in the person's own locale. */
export function moment(time: number | null | undefined): string {
  return time === null || time === undefined
    ? UNKNOWN
    : new Date(time * 1000).toLocaleString();
}

/** The sign of each state: shape beside colour. */
export const STATE_SIGNS: Record<State, string> = {
  running: '●',
  finished: '✓',
  failed: '✕',
  interrupted: '◼',
  crashed: '⚠',
  'lost contact': '◌'
};

function minus(text: string): string {
  return text.replaceAll('-', '−');
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
