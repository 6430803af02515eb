import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Distribution, distributionOf, quantileOf } from './distribution.ts';
import { medianOfMixture, type Part, valueAt, weightOf } from './mixture.ts';
import { add, emptySketch } from './sketch.ts';

function distribution(values: readonly number[]): Distribution {
  const sketch = emptySketch();
  for (const value of values) add(sketch, value, 1);
  return distributionOf([{ sketch, weight: 1 }]);
}

/** All lines of the parts with what each weighs, ascending by value. */
function weighed(parts: readonly Part[]): { value: number; weight: number }[] {
  return parts
    .flatMap(({ distribution: { values, cumulative }, weight }) =>
      values.map((value, index) => ({
        value,
        weight: weight * ((cumulative[index] ?? 0) - (cumulative[index - 1] ?? 0)),
      })),
    )
    .sort((a, b) => a.value - b.value);
}

const values = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 40 });
const parts = fc.array(
  fc.record({
    distribution: values.map(distribution),
    weight: fc.double({ min: 0.01, max: 20, noNaN: true }),
  }),
  { minLength: 1, maxLength: 8 },
);

describe('valueAt() is the first value, in order, up to which there is that weight', () => {
  it('of any parts', () => {
    fc.assert(
      fc.property(parts, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (mixed, share) => {
        const wanted = share * weightOf(mixed);
        let upTo = 0;
        const found = weighed(mixed).find(({ weight }) => {
          upTo += weight;
          return upTo >= wanted - 1e-9;
        });
        expect(valueAt(mixed, wanted)).toBe(found?.value);
      }),
    );
  });

  it('the lowest for none, the highest for more than there is', () => {
    const mixed = [
      { distribution: distribution([20, 30]), weight: 2 },
      { distribution: distribution([10, 40]), weight: 0.5 },
    ];
    const all = weighed(mixed);
    expect(valueAt(mixed, -1)).toBe(all[0]?.value);
    expect(valueAt(mixed, 99)).toBe(all[3]?.value);
  });

  it('there is none without values', () => {
    expect(() => valueAt([], 1)).toThrow(RangeError);
  });
});

describe('medianOfMixture()', () => {
  it('of parts that weigh 1 is that of all their lines', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 6 }), (lists) => {
        const median = medianOfMixture(
          lists.map((list) => ({ distribution: distribution(list), weight: 1 })),
        );
        expect(median).toBe(quantileOf(distribution(lists.flat()), 0.5));
      }),
    );
  });

  it('of a part that weighs 3 is as if each of its lines were there three times', () => {
    const fast = [50, 60, 70];
    const slow = [10, 20, 30, 40];
    expect(
      medianOfMixture([
        { distribution: distribution(fast), weight: 3 },
        { distribution: distribution(slow), weight: 1 },
      ]),
    ).toBe(quantileOf(distribution([...fast, ...fast, ...fast, ...slow]), 0.5));
  });

  it('is null without lines', () => {
    expect(medianOfMixture([])).toBeNull();
    expect(medianOfMixture([{ distribution: distribution([]), weight: 1 }])).toBeNull();
  });
});
