import { expect, it } from 'vitest';
import { type Distribution, distributionOf } from './distribution.ts';
import { HOURS_A_WEEK, hourStandardisedMedian } from './hour-standard.ts';
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
