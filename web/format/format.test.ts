import { describe, expect, it } from 'vitest';
import { formatAboutBytes, formatBytes } from './bytes.ts';
import { formatCount, formatRatio } from './count.ts';
import { formatDelay, formatRoundDelay } from './delay.ts';
import { formatSeconds, formatSecondsLeft } from './duration.ts';
import { figureText } from './figure.ts';
import { dateFormat } from './formats.ts';
import { formatCountry, formatList } from './list.ts';
import { formatMoment } from './moment.ts';
import { formatRate, formatRoundRate } from './rate.ts';

/** Pages write a no-break space between number and unit; tables below are easier to read with a plain one. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('formatRate()', () => {
  it.each([
    [0, '0 Mbps'],
    [512_345, '0.512 Mbps'],
    [1_000_000, '1.00 Mbps'],
    [9_996_000, '10.0 Mbps'],
    [94_256_000, '94.3 Mbps'],
    [96_533_333, '96.5 Mbps'],
    [312_400_000, '312 Mbps'],
    [999_400_000, '999 Mbps'],
    [999_600_000, '1.00 Gbps'],
    [1_234_000_000, '1.23 Gbps'],
    [10_000_000_000, '10.0 Gbps'],
  ])('%d bit/s is %s', (bps, text) => {
    expect(plain(figureText(formatRate(bps, 'ja')))).toBe(text);
    expect(plain(figureText(formatRate(bps, 'en')))).toBe(text);
  });
});

describe('formatRoundRate()', () => {
  it.each([
    [0, '0 Mbps'],
    [500_000, '0.5 Mbps'],
    [100_000_000, '100 Mbps'],
    [1_000_000_000, '1 Gbps'],
    [2_500_000_000, '2.5 Gbps'],
  ])('%d bit/s is %s', (bps, text) => {
    expect(plain(figureText(formatRoundRate(bps, 'en')))).toBe(text);
  });
});

describe('formatDelay()', () => {
  it.each([
    [0, '0.00 ms'],
    [0.354, '0.35 ms'],
    [4.25, '4.3 ms'],
    [23.41, '23.4 ms'],
    [99.94, '99.9 ms'],
    [99.96, '100 ms'],
    [312.4, '312 ms'],
    [1204.4, '1,204 ms'],
  ])('%d ms is %s', (ms, text) => {
    expect(plain(figureText(formatDelay(ms, 'ja')))).toBe(text);
  });
  it('leaves an axis without invented digits', () => {
    expect(plain(figureText(formatRoundDelay(50, 'ja')))).toBe('50 ms');
  });
});

describe('formatBytes()', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [152_600_000, '153 MB'],
    [999_900_000, '1 GB'],
    [1_500_000_000, '1.5 GB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(plain(figureText(formatBytes(bytes, 'en')))).toBe(text);
  });
});

it('formatAboutBytes() leaves out digits that nobody means', () => {
  expect(plain(figureText(formatAboutBytes(101_250_000, 'ja')))).toBe('100 MB');
  expect(plain(figureText(formatAboutBytes(1_012_500_000, 'en')))).toBe('1 GB');
});

describe('counts, ratios, times', () => {
  it('groups thousands', () => expect(formatCount(1_234_567, 'ja')).toBe('1,234,567'));
  it.each([
    [0, '0%'],
    [0.00123, '0.12%'],
    [0.0234, '2.34%'],
    [0.251, '25.1%'],
  ])('shows the ratio %d as %s', (ratio, text) => expect(formatRatio(ratio, 'en')).toBe(text));
  it('shows seconds with one digit', () =>
    expect(plain(figureText(formatSeconds(5_950, 'en')))).toBe('6.0 s'));
  it.each([
    [0, '0'],
    [1, '1'],
    [1001, '2'],
    [-5, '0'],
  ])('%d ms left are %s s', (ms, text) => expect(formatSecondsLeft(ms, 'ja')).toBe(text));
  it('names the zone of a time', () => {
    expect(formatMoment('2026-11-22T15:04:05.000Z', 'Asia/Tokyo', 'ja')).toBe('2026/11/23 00:04 JST');
    expect(formatMoment('2026-11-22T15:04:05.000Z', null, 'en')).toBe('22 Nov 2026, 15:04 UTC');
  });
  it('joins a list as the language does', () => {
    expect(formatList(['A', 'B', 'C'], 'ja')).toBe('A、B、C');
    expect(formatList(['A', 'B', 'C'], 'en')).toBe('A, B and C');
  });
  it('names a country', () => {
    expect(formatCountry('AT', 'ja')).toBe('オーストリア');
    expect(formatCountry('AT', 'en')).toBe('Austria');
  });
});

describe('formats', () => {
  it('are made once, and not kept for every spelling of a time zone', () => {
    /** Letters of either case, by the bits of a number: 512 spellings. */
    const spelt = (bits: number) =>
      'asia/tokyo'.replaceAll(/[a-z]/g, (letter, index: number) =>
        bits & (1 << index) ? letter.toUpperCase() : letter,
      );
    const first = dateFormat('en', { timeZone: 'Asia/Tokyo' });
    expect(dateFormat('en', { timeZone: 'Asia/Tokyo' })).toBe(first);
    for (let bits = 0; bits < 1024; bits += 1)
      expect(dateFormat('en', { timeZone: spelt(bits) }).resolvedOptions().timeZone).toBe('Asia/Tokyo');
    expect(dateFormat('en', { timeZone: 'Asia/Tokyo' })).not.toBe(first);
  });
});
