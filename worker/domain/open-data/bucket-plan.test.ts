import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketOf, planBuckets } from './bucket-plan.ts';

describe('buckets', () => {
  test('hold whole rungs as far as they fit, and half a bucket at least of one that does not', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 10, max: 500 }), { maxLength: 40 }), (sizes) => {
        const rungs = new Map(sizes.map((lines, index) => [7 * index, lines]));
        const { places, buckets } = planBuckets(rungs, 100);
        const filled = Array.from({ length: buckets }, () => 0);
        for (const [rung, lines] of rungs) {
          const [first, own] = places[rung] ?? [0, 0];
          expect(own).toBe(Math.ceil(lines / 100));
          expect(lines / own).toBeGreaterThanOrEqual(own === 1 ? 10 : 50);
          for (let bucket = first; bucket < first + own; bucket += 1)
            filled[bucket] = (filled[bucket] ?? Number.NaN) + lines / own;
        }
        for (const lines of filled) {
          expect(lines).toBeGreaterThan(0);
          expect(lines).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  test('of one rung are equally often drawn', () => {
    const drawn = [0.0, 0.3, 0.34, 0.99].map((random) => bucketOf([4, 3], () => random));
    expect(drawn).toEqual([4, 4, 5, 6]);
    expect(bucketOf([4, 1], () => 0.999)).toBe(4);
  });
});
