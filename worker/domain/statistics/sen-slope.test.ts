import { expect, it } from 'vitest';
import vectors from '../../../test/vectors/sen-slope.json' with { type: 'json' };
import { seeded, type Uniform } from './seeded.ts';
import { senSlope } from './sen-slope.ts';

it.each(vectors.cases)('of $values.length values', ({ values, slope }) => {
  const found = senSlope(values, 'months');
  const rounded = (figure: number | undefined) => figure?.toFixed(9);
  expect([found?.value, found?.low, found?.high].map((figure) => rounded(figure))).toEqual(
    [slope?.value, slope?.low, slope?.high].map((figure) => rounded(figure)),
  );
});

it('of fewer than 30 days nobody can tell how far they hang on each other', () => {
  const daysOf = (count: number) => Array.from({ length: count }, (_, day) => day);
  expect(senSlope([...daysOf(29), null], 'days')).toBeNull();
  expect(senSlope([...daysOf(30), null], 'days')).not.toBeNull();
  expect(senSlope(daysOf(29), 'months')).not.toBeNull();
});

function normal(uniform: Uniform): number {
  return Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** 90 days without a slope, each hanging on the one before and on its day of the week; one in fifteen is missing. */
function days(uniform: Uniform, hangs: number, week: number): (number | null)[] {
  let noise = normal(uniform);
  return Array.from({ length: 90 }, (_, day) => {
    noise = hangs * noise + Math.sqrt(1 - hangs ** 2) * normal(uniform);
    const value = 100 + 3 * noise + (day % 7 >= 5 ? week : 0);
    return uniform() < 1 / 15 ? null : value;
  });
}

it.each([
  // With the variance of independent points 0.93, 0.84, 0.69, 0.53 and 0.94.
  { hangs: 0, week: 0, least: 0.93 },
  { hangs: 0.3, week: 0, least: 0.91 },
  { hangs: 0.6, week: 0, least: 0.91 },
  { hangs: 0.8, week: 0, least: 0.89 },
  { hangs: 0.3, week: 6, least: 0.95 },
])(
  'of days that hang on each other by $hangs, with a week of $week, 0 is mostly within',
  ({ hangs, week, least }) => {
    const uniform = seeded(`slope ${hangs} ${week}`);
    let within = 0;
    const series = 600;
    for (let index = 0; index < series; index += 1) {
      const { low, high } = senSlope(days(uniform, hangs, week), 'days')!;
      if (low <= 0 && high >= 0) within += 1;
    }
    expect(within / series).toBeGreaterThan(least);
  },
);
