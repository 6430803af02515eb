import { describe, expect, test } from 'vitest';
import intervals from '../../test/vectors/rate-interval.json' with { type: 'json' };
import student from '../../test/vectors/student.json' with { type: 'json' };
import { type Counts, rateBps } from './counts.ts';
import { isSteady, p10Bps, rateInterval } from './rate-interval.ts';
import { student975 } from './student.ts';

/** Counts that bring the given bytes in consecutive stretches of `stepMs`. */
function countsOf(bytesPerStep: readonly number[], stepMs: number): Counts {
  let bytes = 0;
  return [
    { atMs: 0, bytes: 0 },
    ...bytesPerStep.map((step, index) => {
      bytes += step;
      return { atMs: (index + 1) * stepMs, bytes };
    }),
  ];
}

describe('student975()', () => {
  test.each(student.rows)('$degrees degrees of freedom', ({ degrees, t975 }) => {
    expect(student975(degrees)).toBeCloseTo(t975, 3);
  });
  test('errs to the wide side beyond the table', () => {
    expect(student975(1000)).toBe(student975(30));
  });
  test.each([0, -1, 1.5])('refuses %s', (degrees) => {
    expect(() => student975(degrees)).toThrow(RangeError);
  });
});

describe('rateInterval()', () => {
  test.each(intervals.cases)('of batches of $batchMs ms', ({ batchMs, bytesPerBatch, lowBps, highBps }) => {
    const interval = rateInterval([countsOf(bytesPerBatch, batchMs)], 0, batchMs * bytesPerBatch.length);
    // The table of t has three digits.
    expect((interval?.lowBps ?? 0) / lowBps).toBeCloseTo(1, 3);
    expect((interval?.highBps ?? 0) / highBps).toBeCloseTo(1, 3);
  });
  test.each(intervals.correlated.cases)(
    'of $batches batches where shorter ones follow their neighbours',
    ({ batchMs, bytesPerBatch, lowBps, highBps }) => {
      const interval = rateInterval([countsOf(bytesPerBatch, batchMs)], 0, batchMs * bytesPerBatch.length);
      expect((interval?.lowBps ?? 0) / lowBps).toBeCloseTo(1, 3);
      expect((interval?.highBps ?? 0) / highBps).toBeCloseTo(1, 3);
    },
  );
  test('is as wide as the timing of a line without any noise', () => {
    const interval = rateInterval([countsOf(Array<number>(400).fill(1250), 10)], 0, 4000);
    expect(interval?.lowBps).toBeCloseTo(1e6 * (1 - 20 / 4000), 6);
    expect(interval?.highBps).toBeCloseTo(1e6 * (1 + 20 / 4000), 6);
  });
  test('needs 240 ms', () => {
    expect(rateInterval([countsOf([1e5, 1e5], 100)], 0, 239)).toBeNull();
  });

  test('is of three short batches where a run was cut short', () => {
    // 100, 120 and 110 kB in 100 ms each: mean 8.8 Mbit/s, s = 0.8, t(2) = 4.3027, 0.8 · t / √3.
    const interval = rateInterval([countsOf([1e5, 1.2e5, 1.1e5], 100)], 0, 300);
    expect(interval?.lowBps).toBeCloseTo(8.8e6 - 1_987_310, -3);
    expect(interval?.highBps).toBeCloseTo(8.8e6 + 1_987_310, -3);
  });
});

test('isSteady() sees a step and a scatter', () => {
  const steady = [countsOf(Array<number>(40).fill(12_500), 100)];
  const step = [countsOf([...Array<number>(20).fill(12_500), ...Array<number>(20).fill(4000)], 100)];
  const scatter = [
    countsOf(
      Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 70_000 : 30_000)),
      400,
    ),
  ];
  const between = (counts: Counts[], fromMs: number, toMs: number, loadedFromMs = fromMs) =>
    isSteady(counts, { bps: rateBps(counts, fromMs, toMs), fromMs, toMs, loadedFromMs });
  expect([steady, step, scatter].map((counts) => between(counts, 0, 4000))).toEqual([true, false, false]);
  expect(between(steady, 0, 1000)).toBeNull();
  // What was left out after start-up is part of the line, too, when it is far from the rest.
  expect(between(step, 2000, 4000, 500)).toBe(false);
  expect(between(steady, 2000, 4000, 500)).toBe(true);
  // What came before may have been another rate of the line, when it lasted longer than what is judged.
  expect([1990, 2010].map((fromMs) => between(steady, fromMs, 4000))).toEqual([true, false]);
});

test('p10Bps() is of quarter seconds from the start of the window', () => {
  // 100 quarter seconds behind an offset; every tenth brings half.
  const quarters = Array.from({ length: 100 }, (_, index) => (index % 10 === 0 ? 25_000 : 50_000));
  const counts = countsOf([7, ...quarters], 250);
  expect(p10Bps([counts], 250, 250 * 101)).toBeCloseTo(1.52e6, -5);
  expect(p10Bps([counts], 0, 100)).toBeNull();
});
