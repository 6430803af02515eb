import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vector from '../../../test/vectors/change.json' with { type: 'json' };
import { type Change, decompose } from './change.ts';
import type { ChangingStratum } from './changing-stratum.ts';
import { distributionOf } from './distribution.ts';
import type { CellSample } from './estimate.ts';
import { poissonDraws, poissonSampler } from './poisson.ts';
import { seeded } from './seeded.ts';
import { add, emptySketch, SKETCH_BOUND } from './sketch.ts';

function sample(lines: readonly number[], times = 1): CellSample {
  const sketch = emptySketch();
  for (const line of lines) add(sketch, line, times);
  return { distribution: distributionOf([{ sketch, weight: 1 }]), lines: lines.length };
}

/** Lines at equal steps from half of `median` to one and a half of it. */
function steps(median: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => median * (0.5 + (index + 0.5) / count));
}

function changed(strata: readonly ChangingStratum[]): Change {
  const answer = decompose(strata, { seed: '2026-10' });
  if (!answer.ok) throw new Error(answer.error.reason);
  return answer.value;
}

/** Relative, for two figures of a sketch each. */
const NEAR = 0.0011;

describe('decompose() of raw lines is what weighted lines say', () => {
  const answer = changed(
    vector.strata.map(({ key, before, after }) => ({
      key,
      before: before && sample(before),
      after: after && sample(after),
    })),
  );

  it.each(['before', 'after', 'counterfactual'] as const)('%s', (figure) => {
    // Even numbers: a median lies between two lines, and the vector has the lower one.
    expect(Math.abs(answer[figure] / vector[figure] - 1)).toBeLessThan(0.02);
  });

  it('interval of what is real', () => {
    const error = 0.35 * vector.real.deviation + NEAR * answer.after;
    expect(Math.abs(answer.real.low - vector.real.low)).toBeLessThan(error);
    expect(Math.abs(answer.real.high - vector.real.high)).toBeLessThan(error);
  });
});

it.each([
  {
    name: 'other shares of the same lines are mix',
    strata: [
      { key: 'slow', before: sample(steps(100, 301)), after: sample(steps(100, 101)) },
      { key: 'fast', before: sample(steps(900, 100)), after: sample(steps(900, 300)) },
    ],
    mix: { from: 0.05, to: 1 },
    real: 0,
  },
  {
    name: 'the same shares of faster lines are real',
    strata: [
      { key: 'slow', before: sample(steps(100, 301)), after: sample(steps(120, 301)) },
      { key: 'fast', before: sample(steps(900, 100)), after: sample(steps(1080, 100)) },
    ],
    mix: { from: -NEAR, to: NEAR },
    real: 0.2,
  },
  {
    name: 'a stratum that came, or went, or has too few lines is mix',
    strata: [
      { key: 'stays', before: sample(steps(100, 201)), after: sample(steps(100, 201)) },
      { key: 'comes', before: null, after: sample(steps(900, 150)) },
      { key: 'goes', before: sample(steps(50, 50)), after: null },
      { key: 'few', before: sample(steps(50, 50)), after: sample(steps(900, 9)) },
      { key: 'few before', before: sample(steps(50, 9)), after: sample(steps(900, 50)) },
    ],
    mix: { from: 0.05, to: 1 },
    real: 0,
  },
])('decompose(): $name', ({ strata, mix, real }) => {
  const answer = changed(strata);
  expect(answer.real.value / answer.before).toBeCloseTo(real, 2);
  expect(answer.real.low).toBeLessThanOrEqual(answer.real.value);
  expect(answer.real.high).toBeGreaterThanOrEqual(answer.real.value);
  expect(answer.mix / answer.after).toBeGreaterThanOrEqual(mix.from);
  expect(answer.mix / answer.after).toBeLessThan(mix.to);
});

it('decompose() has no answer without a common stratum', () => {
  const strata = [
    { key: 'goes', before: sample(steps(50, 50)), after: null },
    { key: 'few', before: sample(steps(50, 50)), after: sample(steps(900, 9)) },
  ];
  expect(decompose(strata, { seed: '' })).toEqual({
    ok: false,
    error: { reason: 'no-common-stratum' },
  });
});

it('decompose() of a rolling period is as unsure as its lines are few', () => {
  const width = (times: number) => {
    const { low, high } = changed([
      { key: 'all', before: sample(steps(100, 80), times), after: sample(steps(130, 80), times) },
    ]).real;
    return high - low;
  };
  expect(width(3) / width(1)).toBeCloseTo(1, 1);
});

it.each([
  { strata: 1, lines: 8_000, later: 130 },
  { strata: 40, lines: 200, later: 130 },
  { strata: 1, lines: 20_000, later: 1_000 },
])(
  'decompose() of $strata strata of $lines lines, 100 to $later, is as sure as their medians are',
  ({ strata, lines, later }) => {
    const same = Array.from({ length: strata }, (_, index) => ({
      key: String(index),
      before: sample(steps(100, lines)),
      after: sample(steps(later, lines)),
    }));
    const seeds = Array.from({ length: 16 }, (_, index) => String(index));
    const widths = seeds.map((seed) => {
      const answer = decompose(same, { seed });
      if (!answer.ok) throw new Error(answer.error.reason);
      return answer.value.real.high - answer.value.real.low;
    });
    const width = widths.reduce((sum, one) => sum + one, 0) / widths.length;
    // A median's deviation is 1 / (2 · density · √n), and lines lie at a density of 1 / median.
    const deviation = Math.hypot(100, later) / (2 * Math.sqrt(strata * lines));
    const bounds = 2 * SKETCH_BOUND * (100 + later);
    expect(Math.abs(width / (2 * 1.96 * deviation + bounds) - 1)).toBeLessThan(0.03);
  },
);

it('decompose(): mix and real are the total, and the same seed says the same', () => {
  const side = fc.option(
    fc.record({
      median: fc.double({ min: 10, max: 1000, noNaN: true }),
      count: fc.integer({ min: 1, max: 60 }),
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.record({ before: side, after: side }), { maxLength: 4 }), (made) => {
      const strata = made.map(({ before, after }, index) => ({
        key: String(index),
        before: before && sample(steps(before.median, before.count)),
        after: after && sample(steps(after.median, after.count)),
      }));
      const one = decompose(strata, { seed: 'x' });
      expect(decompose(strata, { seed: 'x' })).toEqual(one);
      if (!one.ok) return;
      const { before, after, total, mix, real } = one.value;
      expect(mix + real.value).toBe(total);
      expect(total).toBeCloseTo(after - before, 7);
      expect(real.low).toBeLessThanOrEqual(real.high);
    }),
    { numRuns: 15 },
  );
});

it.each([0.4, 1, 7.5, 900])('poissonSampler(%d) has its mean and its variance', (mean) => {
  const uniform = seeded(`poisson ${mean}`);
  const draw = poissonSampler(mean);
  const n = 40_000;
  const drawn = Array.from({ length: n }, () => draw(uniform()));
  const average = drawn.reduce((sum, one) => sum + one, 0) / n;
  const variance = drawn.reduce((sum, one) => sum + (one - mean) ** 2, 0) / n;
  // 4.5 standard errors; the fourth central moment is mean + 3 mean².
  expect(Math.abs(average - mean)).toBeLessThan(4.5 * Math.sqrt(mean / n));
  expect(Math.abs(variance - mean)).toBeLessThan(4.5 * Math.sqrt((mean + 2 * mean ** 2) / n));
});

it('poissonDraws() draws what poissonSampler() does of the same numbers, and only where it is asked to', () => {
  const means = Float64Array.from({ length: 60 }, (_, index) => [1, 1, 0.25, 40, 1_234.5][index % 5]!);
  const drawn = new Float64Array(60).fill(-1);
  poissonDraws(means)(seeded('draws'), drawn, 10, 50);
  const uniform = seeded('draws');
  for (const [index, number] of drawn.entries())
    expect(number).toBe(index < 10 || index >= 50 ? -1 : poissonSampler(means[index]!)(uniform()));
});
