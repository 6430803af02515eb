import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../../test/vectors/comparison.json' with { type: 'json' };
import { type Comparison, compare, type Stratum } from './comparison.ts';
import { distributionOf } from './distribution.ts';
import type { CellSample } from './estimate.ts';
import { add, emptySketch, SKETCH_BOUND } from './sketch.ts';

function sample(lines: readonly number[]): CellSample {
  const sketch = emptySketch();
  for (const line of lines) add(sketch, line, 1);
  return { distribution: distributionOf([{ sketch, weight: 1 }]), lines: lines.length };
}

/** Lines at equal steps from half of `median` to one and a half of it. */
function steps(median: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => median * (0.5 + (index + 0.5) / count));
}

const SIDES = { a: 'isp-a', b: 'isp-b', seed: '2026-10' };
const KEY = { area: 'JP-13', tier: 'to-1g', band: 'peak' } as const;

function compared(strata: readonly Stratum[], sides = SIDES): Comparison {
  const answer = compare(strata, sides);
  if (!answer.ok) throw new Error(answer.error.reason);
  return answer.value;
}

describe.each(vectors.cases)(
  'compare() of $name is what resampled lines say',
  ({ strata, difference, ratio }) => {
    const answer = compared(
      strata.map(({ a, b }, index) => ({
        key: { ...KEY, area: `JP-${index}` },
        a: sample(a),
        b: sample(b),
      })),
    );
    const far = Math.max(...strata.flatMap(({ a, b }) => [...a, ...b]));

    it('difference', () => {
      expect(Math.abs(answer.difference.value - difference.value)).toBeLessThan(2 * SKETCH_BOUND * far);
      // A quantile of 1,000 replicates has a standard error of 0.085 deviations; and the vector has one, too.
      const error = 0.35 * difference.deviation + 2 * SKETCH_BOUND * far;
      expect(Math.abs(answer.difference.low - difference.low)).toBeLessThan(error);
      expect(Math.abs(answer.difference.high - difference.high)).toBeLessThan(error);
    });

    it('ratio', () => {
      expect(Math.abs(Math.log(answer.ratio!.value / ratio.value))).toBeLessThan(2 * SKETCH_BOUND);
      const error = 0.35 * ratio.deviation + 2 * SKETCH_BOUND;
      expect(Math.abs(Math.log(answer.ratio!.low / ratio.low))).toBeLessThan(error);
      expect(Math.abs(Math.log(answer.ratio!.high / ratio.high))).toBeLessThan(error);
    });
  },
);

it('compare() tells what was kept, what was left out and why, and how much that is', () => {
  const strata: Stratum[] = [
    { key: KEY, a: sample(steps(200, 60)), b: sample(steps(100, 20)) },
    { key: { ...KEY, area: 'JP-27' }, a: sample(steps(300, 30)), b: sample(steps(300, 60)) },
    { key: { ...KEY, area: 'JP-01' }, a: sample(steps(200, 10)), b: sample(steps(100, 9)) },
    { key: { ...KEY, area: 'JP-47' }, a: null, b: sample(steps(100, 11)) },
    { key: { ...KEY, area: 'JP-46' }, a: sample(steps(100, 5)), b: null },
  ];
  const answer = compared(strata);
  expect(answer.strata.map((one) => (one.kept ? one.weight : one.short))).toEqual([
    0.4,
    0.6,
    ['b'],
    ['a'],
    ['a', 'b'],
  ]);
  expect(answer.difference.value).toBeCloseTo(0.4 * 100, 0);
  expect(answer.ratio!.value).toBeCloseTo(2 ** 0.4, 2);
  expect(answer).toMatchObject({ replicates: 1000, seed: '2026-10' });
});

it('compare() has no answer without a common stratum', () => {
  expect(compare([{ key: KEY, a: sample(steps(1, 9)), b: sample(steps(1, 50)) }], SIDES)).toEqual({
    ok: false,
    error: {
      reason: 'no-common-stratum',
      strata: [{ key: KEY, kept: false, reason: 'too-few-lines', short: ['a'] }],
    },
  });
});

it('compare() gives no ratio of medians that are 0', () => {
  const none = Array.from({ length: 50 }, () => 0);
  const answer = compared([{ key: KEY, a: sample(none), b: sample(steps(0.01, 50)) }]);
  expect(answer.ratio).toBeNull();
  expect(answer.difference.value).toBeCloseTo(-0.01, 5);
});

it('compare() refuses an ISP beside itself', () => {
  expect(() => compare([], { ...SIDES, b: 'isp-a' })).toThrow(RangeError);
});

it('compare() takes the bands of the same lines as moving together', () => {
  const of = (other: Partial<Stratum['key']>) => {
    const { low, high } = compared([
      { key: KEY, a: sample(steps(200, 100)), b: sample(steps(100, 100)) },
      { key: { ...KEY, ...other }, a: sample(steps(200, 100)), b: sample(steps(100, 100)) },
    ]).difference;
    return high - low;
  };
  const one = compared([{ key: KEY, a: sample(steps(200, 100)), b: sample(steps(100, 100)) }]).difference;
  // Two alike that move together are as uncertain as one; two that do not, less by the root of 2.
  expect(of({ band: 'off-peak' })).toBeCloseTo(one.high - one.low, 6);
  expect(of({ area: 'JP-27' })).toBeLessThan(0.85 * (one.high - one.low));
});

it('compare() turns round with its sides, whatever the order of strata', () => {
  const side = fc.option(
    fc.record({
      median: fc.double({ min: 10, max: 1000, noNaN: true }),
      count: fc.integer({ min: 5, max: 120 }),
    }),
  );
  const list = fc.array(fc.record({ a: side, b: side, band: fc.constantFrom('peak', 'off-peak') }), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(list, (made) => {
      const strata = made.map(({ a, b, band }, index) => ({
        key: { area: `JP-${index >> 1}`, tier: 'to-1g', band } as const,
        a: a && sample(steps(a.median, a.count)),
        b: b && sample(steps(b.median, b.count)),
      }));
      const one = compare(strata, SIDES);
      const swapped = compare(
        strata.toReversed().map(({ key, a, b }) => ({ key, a: b, b: a })),
        {
          ...SIDES,
          a: SIDES.b,
          b: SIDES.a,
        },
      );
      expect(swapped.ok).toBe(one.ok);
      if (!one.ok || !swapped.ok) return;
      const { difference, ratio } = one.value;
      expect(swapped.value.difference.value).toBeCloseTo(-difference.value, 7);
      expect(swapped.value.difference.low).toBeCloseTo(-difference.high, 7);
      expect(swapped.value.difference.high).toBeCloseTo(-difference.low, 7);
      expect(swapped.value.ratio!.value * ratio!.value).toBeCloseTo(1, 9);
      // Percentiles are interpolated, which is not the same between inverses.
      expect(swapped.value.ratio!.low * ratio!.high).toBeCloseTo(1, 3);
      expect(difference.low).toBeLessThanOrEqual(difference.high);
    }),
    { numRuns: 40 },
  );
});
