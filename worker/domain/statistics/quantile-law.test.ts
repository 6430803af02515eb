import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import normal from '../../../test/vectors/normal.json' with { type: 'json' };
import vectors from '../../../test/vectors/weight-below-wins.json' with { type: 'json' };
import { type Distribution, distributionOf } from './distribution.ts';
import { normalDistribution } from './normal.ts';
import { poissonMasses } from './poisson.ts';
import { quantileLaw, weightBelowWins } from './quantile-law.ts';
import { seeded, type Uniform } from './seeded.ts';
import { add, emptySketch } from './sketch.ts';

it.each(normal.cases)('normalDistribution($z)', ({ z, value }) => {
  expect(normalDistribution(z)).toBeCloseTo(value, 14);
});

/** The error that the docstring states, at the switch-over and beyond, where it falls as 1/n. */
function boundOf(q: number, n: number): number {
  const thinner = n * Math.min(q, 1 - q);
  if (thinner < 10) return 1e-10;
  return ((q === 0.5 ? 2.1e-4 : q === 0.25 || q === 0.75 ? 4e-5 : 1e-5) * 50) / thinner;
}

it.each(vectors.cases)('weightBelowWins($a, $n, $q)', ({ q, n, a, probability }) => {
  expect(Math.abs(weightBelowWins(a, n, q) - probability)).toBeLessThanOrEqual(boundOf(q, n));
});

it('weightBelowWins() never falls with more lines below, and mirrors', () => {
  const cases = fc.record({
    q: fc.constantFrom(0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95),
    n: fc.integer({ min: 2, max: 5_000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(cases, ({ q, n, share }) => {
      const a = share * n;
      const here = weightBelowWins(a, n, q);
      expect(here).toBeGreaterThanOrEqual(weightBelowWins(Math.max(0, a - 1), n, q) - 1e-9);
      expect(here + weightBelowWins(n - a, n, 1 - q)).toBeCloseTo(1, 7);
    }),
  );
});

it.each([5e-324, 1e-200, 1e-13])('weightBelowWins() of next to no lines (%s) is that of none', (a) => {
  expect(weightBelowWins(a, 20, 0.5)).toBe(0);
  expect(weightBelowWins(20 - a, 20, 0.5)).toBe(1);
});

/** The quantile of lines that weigh as told: where weights part exactly, either neighbour. */
function weightedQuantile(sorted: number[], weights: number[], q: number, uniform: Uniform): number | null {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return null;
  let below = 0;
  for (const [index, value] of sorted.entries()) {
    below += weights[index]!;
    const over = below - q * total;
    // The next line of any weight is the upper neighbour.
    if (Math.abs(over) < 1e-9 && uniform() < 0.5)
      return sorted[weights.findIndex((w, at) => at > index && w > 0)]!;
    if (over > -1e-9) return value;
  }
  return null;
}

function poissonOne(uniform: Uniform): number {
  const { masses } = poissonMasses(1);
  let u = uniform();
  return masses.findIndex((mass) => (u -= mass) < 0);
}

describe('quantileLaw() is the law of the quantile of raw lines under Poisson(1) weights', () => {
  it.each([
    { n: 10, q: 0.5 },
    { n: 40, q: 0.5 },
    { n: 150, q: 0.5 },
    { n: 600, q: 0.5 },
    { n: 60, q: 0.1 },
    { n: 600, q: 0.1 },
    { n: 250, q: 0.25 },
    { n: 200, q: 0.95 },
  ])('n = $n, q = $q', ({ n, q }) => {
    const uniform = seeded(`law ${n} ${q}`);
    // Some lines share a value.
    const lines = Array.from({ length: n }, () => Math.ceil(1 + 400 * uniform() ** 2)).toSorted(
      (a, b) => a - b,
    );
    const sketch = emptySketch();
    for (const line of lines) add(sketch, line, 1);
    const law = quantileLaw({ distribution: distributionOf([{ sketch, weight: 1 }]), lines: n }, q)!;
    const replicates = 4_000;
    const drawn: number[] = [];
    while (drawn.length < replicates) {
      const weights = lines.map(() => poissonOne(uniform));
      const value = weightedQuantile(lines, weights, q, uniform);
      if (value !== null) drawn.push(value);
    }
    for (const [index, value] of law.values.entries()) {
      const share = drawn.filter((one) => one <= value * 1.0006).length / replicates;
      const expected = law.cumulative[index]!;
      // 4.5 standard errors, and what nobody drew.
      const error = 4.5 * Math.sqrt((expected * (1 - expected)) / replicates) + 3 / replicates;
      expect(Math.abs(share - expected)).toBeLessThanOrEqual(error);
    }
  });
});

const UNIT: Distribution = { values: [1, 2, 3, 4], cumulative: [10, 20, 30, 40], lines: 40 };

it('quantileLaw() of a rolling period counts a line once', () => {
  const once = { ...UNIT, cumulative: [2.5, 5, 7.5, 10], lines: 10 };
  expect(quantileLaw({ distribution: UNIT, lines: 10 }, 0.5)).toEqual(
    quantileLaw({ distribution: once, lines: 10 }, 0.5),
  );
});

it('quantileLaw() leaves out what is less likely than 1e-9', () => {
  const n = 10_000;
  const values = Array.from({ length: n }, (_, index) => index + 1);
  const law = quantileLaw({ distribution: { values, cumulative: values, lines: n }, lines: n }, 0.5)!;
  expect(law.values[0]!).toBeGreaterThan(n / 2 - 6.1 * Math.sqrt(n / 4));
  expect(law.values.at(-1)!).toBeLessThan(n / 2 + 6.1 * Math.sqrt(n / 4));
  expect(Array.from(law.cumulative).at(-1)).toBe(1);
});

it('quantileLaw() is null without lines, and refuses what makes no sense', () => {
  expect(quantileLaw({ distribution: { values: [], cumulative: [], lines: 0 }, lines: 0 }, 0.5)).toBeNull();
  expect(() => quantileLaw({ distribution: UNIT, lines: 41 }, 0.5)).toThrow(RangeError);
  expect(() => quantileLaw({ distribution: UNIT, lines: 40 }, 1)).toThrow(RangeError);
});
