import { describe, expect, it } from 'vitest';
import { distributionOf } from './distribution.ts';
import { type CellSample, contractBands, quantileEstimate } from './estimate.ts';
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

describe('contractBands()', () => {
  it('parts lines at 80 and 95% of what the contract says', () => {
    const sketch = emptySketch();
    for (const share of [0.2, 0.79, 0.81, 0.9, 0.94, 0.96, 1, 1.4]) add(sketch, share, 1);
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
