import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ascending, quantile } from '../../../measurement-agent/metrics/quantile.ts';
import { atRank, type Distribution, distributionOf, geometricMeanOf, quantileOf } from './distribution.ts';
import { add, emptySketch, SKETCH_BOUND } from './sketch.ts';

function distributionFrom(values: readonly number[]): Distribution {
  const sketch = emptySketch();
  for (const value of values) add(sketch, value, 1);
  return distributionOf([{ sketch, weight: 1 }]);
}

const FIGURES = fc.array(fc.double({ min: 1e-6, max: 1e11, noNaN: true }), { minLength: 1 });

it('quantiles are those of the values, within the bound', () => {
  fc.assert(
    fc.property(FIGURES, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
      const exact = quantile(ascending(values), q) ?? Number.NaN;
      const told = quantileOf(distributionFrom(values), q) ?? Number.NaN;
      expect(Math.abs(told / exact - 1)).toBeLessThanOrEqual(SKETCH_BOUND * 1.0001);
    }),
  );
});

it('the geometric mean is that of the values, within the bound, and none where a value is 0', () => {
  fc.assert(
    fc.property(FIGURES, (values) => {
      const exact = Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
      const told = geometricMeanOf(distributionFrom(values)) ?? Number.NaN;
      expect(Math.abs(told / exact - 1)).toBeLessThanOrEqual(SKETCH_BOUND * 1.01);
      expect(geometricMeanOf(distributionFrom([0, ...values]))).toBeNull();
    }),
  );
});

it('ranks go from the first line to the last', () => {
  const distribution = distributionFrom([0, 0, 10, 20]);
  expect([1, 2].map((rank) => atRank(distribution, rank))).toEqual([0, 0]);
  expect(atRank(distribution, 4)).toBeCloseTo(20, 1);
  expect([0, 4.1, Number.NaN].map((rank) => atRank(distribution, rank))).toEqual([null, null, null]);
});

it('without lines there is nothing', () => {
  const nothing = distributionFrom([]);
  expect(nothing).toEqual({ values: [], cumulative: [], lines: 0 });
  expect(quantileOf(nothing, 0.5)).toBeNull();
  expect(geometricMeanOf(nothing)).toBeNull();
});

it('parts are mixed by their weights', () => {
  const [low, high] = [emptySketch(), emptySketch()];
  add(low, 1, 30);
  add(high, 2, 10);
  const { lines, cumulative } = distributionOf([
    { sketch: low, weight: 1 },
    { sketch: high, weight: 3 },
  ]);
  expect(lines).toBe(60);
  expect(cumulative).toEqual([30, 60]);
});
