import { describe, expect, it } from 'vitest';
import { independentLinesIn, summarise } from './cell-summary.ts';
import { addShare, type CellSums, emptySums, homesIn, ofMonth, prefixesOf } from './cell-sums.ts';
import { distributionOf } from './distribution.ts';
import { type CellSample, contractBands, estimate, quantileEstimate } from './estimate.ts';
import { add, emptySketch, SKETCH_BOUND } from './sketch.ts';

/** Lines with 1, 2, … `count`, each counted `months` times. */
function counting(count: number, months = 1): CellSample {
  const sketch = emptySketch();
  for (let value = 1; value <= count; value += 1) add(sketch, value, months);
  return { distribution: distributionOf([{ sketch, weight: 1 }]), lines: count };
}

describe('quantileEstimate()', () => {
  /** Ranks by scipy.stats.binom, as in test/vectors/rank-interval.json. */
  it.each([
    { n: 100, q: 0.5, low: 40, high: 61 },
    { n: 30, q: 0.5, low: 10, high: 21 },
    { n: 72, q: 0.95, low: 64, high: 72 },
  ])('of $n lines at $q goes from line $low to line $high', ({ n, q, low, high }) => {
    const estimate = quantileEstimate(counting(n), q);
    expect((estimate?.low ?? 0) / (low * (1 - SKETCH_BOUND))).toBeCloseTo(1, 2);
    expect(estimate?.low).toBeLessThanOrEqual(low);
    expect(estimate?.low).toBeGreaterThan(low * (1 - 2.1 * SKETCH_BOUND));
    expect(estimate?.high).toBeGreaterThanOrEqual(high);
    expect(estimate?.high).toBeLessThan(high * (1 + 2.1 * SKETCH_BOUND));
  });

  it.each([
    { n: 5, q: 0.5 },
    { n: 71, q: 0.95 },
    { n: 71, q: 0.05 },
    { n: 0, q: 0.5 },
  ])('none of $n lines at $q', ({ n, q }) => {
    expect(quantileEstimate(counting(n), q)).toBeNull();
  });

  it('a line that counts in three months makes no interval narrower', () => {
    const once = quantileEstimate(counting(100), 0.5);
    const thrice = quantileEstimate(counting(100, 3), 0.5);
    // One quantile of 300 values lies between others than one of 100; the interval is the same lines’.
    expect(thrice?.low).toBe(once?.low);
    expect(thrice?.high).toBe(once?.high);
  });
});

/** Homes that measure a download in each of some months, every one in a network of its own. */
function sumsOf(homes: number, months: number): CellSums {
  const sums = emptySums();
  for (let month = 24_000; month < 24_000 + months; month += 1)
    for (let home = 0; home < homes; home += 1) {
      const figures = [1e6 * (home + 1), ...Array.from({ length: 10 }, () => null)];
      const share = {
        results: 1,
        excluded: new Map(),
        regionSource: null,
        prefixBucket: home % 16,
        figures,
        month,
      };
      addShare(sums, share, 1);
    }
  return sums;
}

describe('of several months', () => {
  it.each([
    { homes: 9, months: 1, told: false },
    { homes: 9, months: 12, told: false },
    { homes: 10, months: 1, told: true },
    { homes: 10, months: 4, told: true },
  ])('figures of $homes homes in $months months are told: $told', ({ homes, months, told }) => {
    const sums = sumsOf(homes, months);
    expect([homesIn(sums), independentLinesIn(summarise(sums))]).toEqual([homes, homes]);
    const { lines, quantiles, geometricMean } = estimate(sums, 'downloadBps');
    expect(lines).toBe(homes * months);
    expect([quantiles.p50 !== null, geometricMean !== null]).toEqual([told, told]);
    expect(estimate(sums, 'uploadBps').quantiles.p50).toBeNull();
  });

  it('a network is one, though it is hashed anew every month', () => {
    const sums = emptySums();
    const share = { results: 1, excluded: new Map(), regionSource: null, figures: [1] };
    for (const [month, prefixBucket] of [
      [24_000, 3],
      [24_001, 9],
      [24_002, 12],
    ] as const)
      addShare(sums, { ...share, month, prefixBucket }, 1);
    expect(prefixesOf(sums)).toBe(1);
    addShare(sums, { ...share, month: 24_001, prefixBucket: 10 }, 1);
    expect(prefixesOf(sums)).toBe(2);
  });

  it('a month is a part of a quarter as of a window', () => {
    const month = emptySums();
    addShare(
      month,
      { results: 1, excluded: new Map(), regionSource: null, figures: [1], month: null, prefixBucket: 4 },
      1,
    );
    ofMonth(month, 24_000);
    expect([...month.prefixes.keys()]).toEqual([24_000 * 16 + 4]);
    expect(month.months.get(0)).toEqual(new Map([[24_000, 1]]));
  });
});

describe('contractBands()', () => {
  it('parts lines at 80 and 95% of what the contract says', () => {
    const sketch = emptySketch();
    for (const share of [0.2, 0.79, 0.8, 0.9, 0.94, 0.95, 1, 1.4]) add(sketch, share, 1);
    expect(contractBands(distributionOf([{ sketch, weight: 1 }]))).toEqual({
      met: 3 / 8,
      near: 3 / 8,
      missed: 2 / 8,
    });
  });

  it('is null without a contract', () => {
    expect(contractBands(distributionOf([]))).toBeNull();
  });
});
