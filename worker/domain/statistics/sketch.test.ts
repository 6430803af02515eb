import { DDSketch } from '@datadog/sketches-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atRank, distributionOf } from './distribution.ts';
import { add, binOf, emptySketch, mergeInto, SKETCH_BOUND, type Sketch, valueOf } from './sketch.ts';

const FIGURE = fc.double({ min: 1e-9, max: 1e12, noNaN: true });

function sketchOf(values: readonly number[], weight = 1): Sketch {
  const sketch = emptySketch();
  for (const value of values) add(sketch, value, weight);
  return sketch;
}

describe('a bin', () => {
  const theirs = new DDSketch({ relativeAccuracy: SKETCH_BOUND }).mapping;

  it('is the one that the authors’ implementation has', () => {
    fc.assert(
      fc.property(FIGURE, (value) => {
        // Their index is this one, counted from another beginning: the difference must be the same everywhere.
        expect(binOf(value) - theirs.key(value)).toBe(binOf(1.5) - theirs.key(1.5));
      }),
    );
  });

  it('is read as a value within the bound of every value in it', () => {
    fc.assert(
      fc.property(FIGURE, (value) => {
        expect(Math.abs(valueOf(binOf(value)) / value - 1)).toBeLessThanOrEqual(SKETCH_BOUND * (1 + 1e-9));
      }),
    );
  });
});

it('quantiles are those of the authors’ implementation', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1e5, max: 1e10, noNaN: true }), { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, q) => {
        const theirs = new DDSketch({ relativeAccuracy: SKETCH_BOUND });
        for (const value of values) theirs.accept(value);
        // They take the line whose rank is the whole number below q (n − 1).
        const rank = 1 + Math.floor(q * (values.length - 1));
        const ours = atRank(distributionOf([{ sketch: sketchOf(values), weight: 1 }]), rank);
        expect((ours ?? 0) / theirs.getValueAtQuantile(q)).toBeCloseTo(1, 9);
      },
    ),
    { numRuns: 50 },
  );
});

it('sums are those of all values, in whatever order', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(FIGURE, fc.constant(0))), fc.array(FIGURE), (one, other) => {
      const merged = sketchOf(one);
      mergeInto(merged, sketchOf(other));
      expect(merged).toEqual(sketchOf([...other, ...one]));
    }),
  );
});

it('what is taken out leaves nothing behind', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(FIGURE, fc.constant(0))), fc.array(FIGURE), (stays, goes) => {
      const sketch = sketchOf([...goes, ...stays]);
      for (const value of goes) add(sketch, value, -1);
      expect(sketch).toEqual(sketchOf(stays));
      mergeInto(sketch, sketchOf(stays), -1);
      expect(sketch).toEqual(emptySketch());
    }),
  );
});

it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('%d is no figure', (value) => {
  expect(() => add(emptySketch(), value, 1)).toThrow(RangeError);
});
