import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settlingMean } from './settling.ts';

describe('settlingMean()', () => {
  it('has none without points', () => expect(settlingMean([])).toBeNull());

  it('leaves the start-up out once it lies in the first half', () => {
    const points = [10, 40, 70, 100, 100, 100, 100].map((bps, i) => [(i + 1) * 100, bps] as const);
    expect(settlingMean(points.slice(0, 2))).toBe(25);
    expect(settlingMean(points)).toBe(100);
  });

  it('stays within what was seen', () => {
    const series = fc.array(fc.double({ min: 0, max: 1e10, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(series, (values) => {
        const mean = settlingMean(values.map((value, i) => [(i + 1) * 100, value]));
        expect(mean).toBeGreaterThanOrEqual(Math.min(...values) * (1 - 1e-9));
        expect(mean).toBeLessThanOrEqual(Math.max(...values) * (1 + 1e-9));
      }),
    );
  });
});
