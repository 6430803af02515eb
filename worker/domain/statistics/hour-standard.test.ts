import { expect, it } from 'vitest';
import { type Distribution, distributionOf, quantileOf } from './distribution.ts';
import { HOURS_A_WEEK, hourStandardisedMedian } from './hour-standard.ts';
import { seeded } from './seeded.ts';
import { add, emptySketch } from './sketch.ts';

function lines(value: number, count: number): { distribution: Distribution; lines: number } {
  const sketch = emptySketch();
  add(sketch, value, count);
  return { distribution: distributionOf([{ sketch, weight: 1 }]), lines: count };
}

it('each hour weighs the same, however many measured in it', () => {
  // Busy hours have 50 times as many lines, and half the rate: the plain median is theirs.
  const hours = Array.from({ length: HOURS_A_WEEK }, (_, hour) =>
    hour % 24 === 21 ? lines(50, 1_000) : lines(100, 20),
  );
  const { median, coverage } = hourStandardisedMedian(hours);
  expect(median).toBeCloseTo(100, 0);
  expect(coverage).toBe(1);
});

it('says nothing of a week of which a fifth is not known', () => {
  const known = (count: number) =>
    Array.from({ length: HOURS_A_WEEK }, (_, hour) => (hour < count ? lines(100, 10) : lines(1, 9)));
  expect(hourStandardisedMedian(known(134))).toMatchObject({ median: null });
  expect(hourStandardisedMedian(known(135)).median).toBeCloseTo(100, 0);
  expect(hourStandardisedMedian([])).toEqual({ median: null, coverage: 0 });
});

it('is the median of all hours’ lines, each with the weight that makes its hour one', () => {
  const uniform = seeded('hours of a week');
  for (const most of [10, 11, 12, 40, 300]) {
    const hours = Array.from({ length: HOURS_A_WEEK }, () => {
      const sketch = emptySketch();
      const count = 10 + Math.floor(uniform() * (most - 9));
      for (let line = 0; line < count; line += 1) add(sketch, Math.floor(uniform() * 40) ** 2, 1);
      return { distribution: distributionOf([{ sketch, weight: 1 }]), lines: count };
    });
    const all = hours.reduce((sum, { lines: count }) => sum + count, 0);
    const weighted = hours
      .flatMap(({ distribution: { values, cumulative }, lines: count }) =>
        values.map((value, index) => ({
          value,
          weight: (((cumulative[index] ?? 0) - (cumulative[index - 1] ?? 0)) / count) * (all / HOURS_A_WEEK),
        })),
      )
      .toSorted((a, b) => a.value - b.value);
    let sum = 0;
    const cumulative = weighted.map(({ weight }) => (sum += weight));
    const mixture = { values: weighted.map(({ value }) => value), cumulative, lines: all };
    expect(hourStandardisedMedian(hours).median).toBeCloseTo(quantileOf(mixture, 0.5) ?? Number.NaN, 9);
  }
});
