import { expect, it } from 'vitest';
import { FIGURES, type Figure } from '../../../measurement-agent/protocol/statistics.ts';
import { lineTest } from '../../../test/fixtures/line-test.ts';
import { lineFigures } from './line-figures.ts';
import type { LineTest } from './line-test.ts';

const NO_CONTRACT = { downloadBps: null, uploadBps: null };

function figure(
  name: Figure,
  tests: readonly LineTest[],
  peak: readonly LineTest[] = [],
  contract = NO_CONTRACT as { downloadBps: number | null; uploadBps: number | null },
) {
  return lineFigures(tests, peak, contract)[FIGURES.indexOf(name)];
}

const at = (time: string, downloadBps: number) => lineTest(time, { downloadBps });

it('is the median of the days’ medians', () => {
  const tests = [
    at('2026-10-01 20:00', 100),
    at('2026-10-01 21:00', 140),
    at('2026-10-01 21:30', 120),
    at('2026-10-05 10:00', 300),
  ];
  expect(figure('downloadBps', tests)).toBe(210);
});

it('a day of 500 tests weighs as much as one of one', () => {
  const often = Array.from({ length: 500 }, (_, index) => at('2026-10-01 12:00', 10 + (index % 3)));
  expect(figure('downloadBps', [...often, at('2026-10-02 12:00', 100), at('2026-10-03 12:00', 101)])).toBe(
    100,
  );
});

it('a day is the line’s own', () => {
  // 23:30 and 0:30 in Tokyo are the same day in UTC.
  expect(
    figure('downloadBps', [
      at('2026-10-01 23:30', 10),
      at('2026-10-01 23:40', 10),
      at('2026-10-02 00:30', 40),
    ]),
  ).toBe(25);
});

it('leaves out what a test does not have', () => {
  const tests = [lineTest('2026-10-01 12:00', { rpm: 500 }), lineTest('2026-10-02 12:00')];
  expect(figure('rpm', tests)).toBe(500);
  expect(figure('lossRatio', tests)).toBeNull();
});

it('shares of the contract, and what 80% of busy tests reach from five on', () => {
  const contract = { downloadBps: 1_000, uploadBps: null };
  const peak = [500, 600, 700, 800, 900].map((bps) => at('2026-10-01 20:00', bps));
  expect(figure('downloadShare', peak, peak, contract)).toBe(0.7);
  expect(figure('uploadShare', peak, peak, contract)).toBeNull();
  // Type 7 at 0.2 of five values: the first and 0.8 of the way to the second.
  expect(figure('peakLowShare', peak, peak, contract)).toBeCloseTo(0.58, 9);
  expect(figure('peakLowShare', peak, peak.slice(1), contract)).toBeNull();
});
