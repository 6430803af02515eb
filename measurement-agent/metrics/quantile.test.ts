import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import vectors from '../../test/vectors/quantile-type7.json' with { type: 'json' };
import { ascending, quantile } from './quantile.ts';

describe('quantile()', () => {
  test.each(vectors.cases)('q $q of $sorted.length samples is $expected', ({ sorted, q, expected }) => {
    expect(quantile(sorted, q)).toBeCloseTo(expected, 9);
  });

  test('returns null for no samples', () => {
    expect(quantile([], 0.5)).toBeNull();
  });

  test.each([-0.01, 1.01, Number.NaN])('refuses q = %s', (q) => {
    expect(() => quantile([1], q)).toThrow(RangeError);
  });

  test('lies within the samples and never falls as q rises', () => {
    const samples = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1 });
    const order = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(samples, order, (values, qs) => {
        const sorted = ascending(values);
        const [low, high] = ascending(qs).map((q) => quantile(sorted, q) ?? Number.NaN) as [number, number];
        // Interpolation rounds: a hair beyond an order statistic is still that order statistic.
        const hair = 1e-6;
        expect(low).toBeGreaterThanOrEqual((sorted[0] ?? 0) - hair);
        expect(high).toBeLessThanOrEqual((sorted.at(-1) ?? 0) + hair);
        expect(low).toBeLessThanOrEqual(high + hair);
      }),
    );
  });
});
