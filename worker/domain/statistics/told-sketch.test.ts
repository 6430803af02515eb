import fc from 'fast-check';
import { expect, it } from 'vitest';
import { add, emptySketch } from './sketch.ts';
import { COARSE_GAMMA, coarsened } from './told-sketch.ts';

it('tells multiples of ten that add up, each line within nine of its place', () => {
  const lines = fc.array(fc.oneof(fc.double({ min: 1e-3, max: 1e10, noNaN: true }), fc.constant(0)), {
    maxLength: 300,
  });
  fc.assert(
    fc.property(lines, (values) => {
      const sketch = emptySketch();
      for (const value of values) add(sketch, value, 1);
      const { lines: told, zeroCount, bins } = coarsened(sketch);
      expect(told).toBe(Math.round(values.length / 10) * 10);
      expect(zeroCount + bins.reduce((sum, [, count]) => sum + count, 0)).toBe(told);
      let upTo = zeroCount;
      for (const [bin, count] of bins) {
        expect(count > 0 && count % 10 === 0).toBe(true);
        upTo += count;
        const exact = values.filter((value) => value <= COARSE_GAMMA ** bin * (1 + 1e-9)).length;
        expect(Math.abs(upTo - exact)).toBeLessThan(10);
      }
    }),
  );
});

it('bins are 2% wide', () => {
  expect(COARSE_GAMMA).toBeCloseTo(1.0202, 4);
});
