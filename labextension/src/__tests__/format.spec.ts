import { describe, expect, it } from 'vitest';

import {
  asNumber,
  bytes,
  change,
  duration,
  elapsed,
  fullValue,
  moment,
  shortNumber,
  shortValue,
  withSpread,
  written
} from '../format';

describe('numbers', () => {
  it.each([
    [0, '0'],
    [0.5, '0.5'],
    [0.123456, '0.1235'],
    [1234.5678, '1235'],
    [999999, '999999'],
    [12345678901, '1.235e10'],
    [0.0001, '0.0001'],
    [0.00001234, '1.234e−5'],
    [1e-300, '1e−300'],
    [-0.25, '−0.25'],
    [-0.00001234, '−1.234e−5'],
    [NaN, 'NaN'],
    [Infinity, '∞'],
    [-Infinity, '−∞']
  ])('%d is shown as %s', (value, text) => {
    expect(shortNumber(value)).toBe(text);
  });

  it.each([
    [0.004, '+0.004 ↑'],
    [0.01234, '+0.012 ↑'],
    [-0.069069, '−0.069 ↓'],
    [-7.6543, '−7.65 ↓'],
    [12345.6, '+12346 ↑'],
    [2, '+2 ↑'],
    [0, '±0'],
    [NaN, '–']
  ])('a change of %d is shown as %s', (delta, text) => {
    expect(change(delta)).toBe(text);
  });

  it('a change tells better from worse where that is known', () => {
    expect(change(-0.12, true)).toBe('−0.12 ▲');
    expect(change(-0.12, false)).toBe('−0.12 ▼');
  });
});

describe('values', () => {
  it('are shown as Python would', () => {
    expect(fullValue(null)).toBe('None');
    expect(fullValue(true)).toBe('True');
    expect(fullValue([64, 'relu', null])).toBe('[64, relu, None]');
  });

  it('that JSON cannot hold are said', () => {
    expect(shortValue({ float: 'nan' })).toBe('NaN');
    expect(shortValue({ int: '123456789012345678901' })).toBe(
      '123456789012345678901'
    );
    expect(shortValue({ repr: '<Model>', type: 'Model' })).toBe('<Model>');
  });

  it('that are unknown are no empty text and no zero', () => {
    expect(shortValue(undefined)).toBe('–');
    expect(duration(null)).toBe('–');
    expect(bytes(undefined)).toBe('–');
    expect(moment(null)).toBe('–');
  });

  it('are cut where there is no room, and kept in full otherwise', () => {
    expect(shortValue('abcdefgh', 5)).toBe('abcd…');
    expect(shortValue('abcde', 5)).toBe('abcde');
    expect(fullValue(0.123456789)).toBe('0.123456789');
  });

  it('are numbers only where they are', () => {
    expect(asNumber(3)).toBe(3);
    expect(asNumber({ float: '-inf' })).toBe(-Infinity);
    expect(asNumber('3')).toBeNull();
    expect(asNumber(undefined)).toBeNull();
  });
});

describe('times and sizes', () => {
  it.each([
    [0.0042, '4 ms'],
    [4.25, '4.3 s'],
    [42.9, '42 s'],
    [185, '3 m 05 s'],
    [3840, '1 h 04 m'],
    [183_600, '2 d 03 h']
  ])('%d seconds are %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it('a clock runs in minutes, then in hours', () => {
    expect(elapsed(42)).toBe('00:42');
    expect(elapsed(3849)).toBe('1:04:09');
    expect(elapsed(-1)).toBe('00:00');
  });

  it.each([
    [0, '0 B'],
    [812, '812 B'],
    [2100, '2.1 kB'],
    [34_000_000, '34 MB'],
    [5e12, '5000 GB']
  ])('%d bytes are %s', (count, text) => {
    expect(bytes(count)).toBe(text);
  });
});

describe('ways of writing', () => {
  it.each([
    ['percent', 0.1234, '12.3 %'],
    ['fixed2', -1.005, '−1.00'],
    ['scientific', 12345, '1.235e4'],
    ['duration', 65, '1 m 05 s'],
    ['scientific', -0.000012345, '−1.234e−5'],
    ['full', 0.1 + 0.2, '0.30000000000000004'],
    ['whole', NaN, 'NaN']
  ] as const)('%s', (format, number, text) => {
    expect(written(number, format)).toBe(text);
  });

  it('writes a mean as far as its spread reaches', () => {
    expect(withSpread(0.94123, 0.0038)).toBe('0.9412 ± 0.0038');
    expect(withSpread(0.94123, null)).toBe('0.9412');
    expect(withSpread(5, 0)).toBe('5 ± 0');
  });
});
