import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { FigureAnswer, Interval } from '../../../measurement-agent/protocol/quality.ts';
import { QUANTILES } from '../../../measurement-agent/protocol/statistics.ts';
import { RESULT_DOCUMENT } from '../../../test/fixtures/result-document.ts';
import { candidateCells } from './candidate-cells.ts';
import { placedAmong } from './placed.ts';
import { shareBelow } from './share-below.ts';

type Quantiles = FigureAnswer['quantiles'];

/** Quantiles of rates from 100 to 700, each known within 10 either way. */
const KNOWN = Object.fromEntries(
  QUANTILES.map((q, index): [string, Interval] => {
    const value = 100 * (index + 1);
    return [`p${Math.round(q * 100)}`, { value, low: value - 10, high: value + 10 }];
  }),
) as Quantiles;

const exact = (value: number) => ({ low: value, high: value });

describe('shareBelow()', () => {
  test.each([
    ['under all', exact(50), { low: 0, high: 0.05 }],
    ['between p25 and the median', exact(350), { low: 0.25, high: 0.5 }],
    ['within the interval of the median', exact(405), { low: 0.25, high: 0.75 }],
    ['over all', exact(900), { low: 0.95, high: 1 }],
    ['with an uncertainty of its own', { low: 350, high: 450 }, { low: 0.25, high: 0.75 }],
  ])('of a figure %s', (_name, own, range) => {
    expect(shareBelow(own, KNOWN)).toEqual(range);
  });

  it('knows nothing without quantiles, and uses those that are told', () => {
    const none = Object.fromEntries(QUANTILES.map((q) => [`p${q * 100}`, null])) as unknown as Quantiles;
    expect(shareBelow(exact(350), none)).toEqual({ low: 0, high: 1 });
    expect(shareBelow(exact(350), { ...KNOWN, p25: null })).toEqual({ low: 0.1, high: 0.5 });
  });

  it('holds the truth where the quantiles do, and never turns round as a figure grows', () => {
    const lines = fc.array(fc.double({ min: 1, max: 1e9, noNaN: true }), { minLength: 40, maxLength: 200 });
    fc.assert(
      fc.property(lines, fc.nat(), fc.double({ min: 0, max: 0.2, noNaN: true }), (values, at, spread) => {
        const sorted = values.toSorted((a, b) => a - b);
        const quantiles = Object.fromEntries(
          QUANTILES.map((q): [string, Interval] => {
            const value = sorted[Math.ceil(q * sorted.length) - 1] ?? 0;
            return [
              `p${Math.round(q * 100)}`,
              { value, low: value * (1 - spread), high: value * (1 + spread) },
            ];
          }),
        ) as Quantiles;
        const own = sorted[at % sorted.length] ?? 0;
        const range = shareBelow(exact(own), quantiles);
        const below = sorted.filter((value) => value < own).length / sorted.length;
        const upTo = sorted.filter((value) => value <= own).length / sorted.length;
        expect(range.low).toBeLessThanOrEqual(upTo);
        expect(range.high).toBeGreaterThanOrEqual(below);
        const greater = shareBelow(exact(own * 1.5), quantiles);
        expect(greater.low).toBeGreaterThanOrEqual(range.low);
        expect(greater.high).toBeGreaterThanOrEqual(range.high);
      }),
    );
  });
});

describe('placedAmong()', () => {
  const figure = (quantiles: Quantiles): FigureAnswer => ({
    lines: 120,
    independentLines: 120,
    quantiles,
    geometricMean: null,
    peak: null,
    offPeak: null,
  });
  const scaled = (factor: number) =>
    Object.fromEntries(
      Object.entries(KNOWN).map(([name, known]) => [
        name,
        known && { value: known.value * factor, low: known.low * factor, high: known.high * factor },
      ]),
    ) as Quantiles;

  it('takes the interval of the result itself', () => {
    // 305 to 320 Mbit/s: its lower end lies in the interval of the 0.25 quantile, 290 to 310.
    const placed = placedAmong('downloadBps', RESULT_DOCUMENT, figure(scaled(1e6)));
    expect(placed).toMatchObject({ lines: 120, betterThan: { low: 0.1, high: 0.5 } });
  });

  it('is better than those above where less is better', () => {
    // 7.41 ms, above all.
    const placed = placedAmong('idleRttMs', RESULT_DOCUMENT, figure(scaled(0.01)));
    expect(placed?.betterThan.low).toBe(0);
    expect(placed?.betterThan.high).toBeCloseTo(0.05, 12);
  });

  it('is null for what was not measured, here or there', () => {
    expect(placedAmong('lossRatio', { ...RESULT_DOCUMENT, loss: null }, figure(KNOWN))).toBeNull();
    expect(placedAmong('lossRatio', RESULT_DOCUMENT, undefined)).toBeNull();
  });
});

describe('candidateCells()', () => {
  const place = {
    ispKey: 'ocn',
    subdivisionCode: 'JP-13',
    areaCode: 'JP-kanto',
    countryCode: 'JP',
    access: 'ftth',
  } as const;

  it('goes from the narrowest to the whole country', () => {
    expect(candidateCells(place)).toEqual([
      { isp: 'ocn', region: 'JP-13' },
      { isp: 'ocn', region: 'JP-kanto' },
      { isp: 'ocn', access: 'ftth' },
      { isp: 'ocn', region: 'JP' },
      { region: 'JP-13', access: 'ftth' },
      { region: 'JP-13' },
      { region: 'JP-kanto' },
      { region: 'JP' },
    ]);
  });

  it('leaves out what is not known of the line', () => {
    const unknown = { ...place, ispKey: null, access: null, areaCode: null, subdivisionCode: null };
    expect(candidateCells(unknown)).toEqual([{ region: 'JP' }]);
    expect(candidateCells({ ...unknown, countryCode: null })).toEqual([]);
  });
});
