import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import vectors from '../../test/vectors/goodput.json' with { type: 'json' };
import { bytesAt, type Counts, rateBps, series } from './counts.ts';
import { goodput } from './goodput.ts';
import { startupEndMs } from './rate-window.ts';

/** Counts of a connection that brings `bytesPerMs` from `fromMs` on, one count every `stepMs`. */
function steady(bytesPerMs: number, fromMs: number, untilMs: number, stepMs: number): Counts {
  const steps = Math.floor((untilMs - fromMs) / stepMs);
  return Array.from({ length: steps + 1 }, (_, index) => ({
    atMs: fromMs + index * stepMs,
    bytes: index * stepMs * bytesPerMs,
  }));
}

test.each(vectors.rates)('rateBps() from $fromMs to $toMs is $bps', ({ fromMs, toMs, bps }) => {
  expect(rateBps(vectors.connections, fromMs, toMs)).toBeCloseTo(bps, 6);
});

test('bytesAt() is nothing before the first count and all after the last', () => {
  const counts = [
    { atMs: 10, bytes: 100 },
    { atMs: 20, bytes: 300 },
  ];
  expect([0, 10, 15, 20, 1000].map((atMs) => bytesAt(counts, atMs))).toEqual([0, 100, 200, 300, 300]);
  expect(bytesAt([], 5)).toBe(0);
});

test('series() covers the run and its bytes', () => {
  const connections = [steady(1000, 0, 1030, 7), steady(250, 3, 1030, 11)];
  const bins = series(connections, 100, 1000);
  expect(bins.map(([ms]) => ms)).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
  const total = bins.reduce((sum, [, bps]) => sum + (bps * 100) / 8000, 0);
  expect(total).toBeCloseTo((rateBps(connections, 0, 1000) * 1000) / 8000, 6);
});

describe('startupEndMs()', () => {
  test('is the end of the first interval that reaches the settled rate', () => {
    const slowThenFast = [
      ...steady(100, 0, 1000, 10),
      ...steady(1000, 1000, 6000, 10)
        .slice(1)
        .map(({ atMs, bytes }) => ({ atMs, bytes: bytes + 100_000 })),
    ];
    expect(startupEndMs([slowThenFast], 6000)).toBe(1250);
  });
  test('is two thirds of a run that rises to its end', () => {
    const rising = Array.from({ length: 600 }, (_, index) => ({ atMs: index * 10, bytes: index ** 4 }));
    expect(startupEndMs([rising], 6000)).toBeCloseTo(4000, 9);
  });
});

describe('goodput()', () => {
  test.each(vectors.aligned.cases)(
    'of $name',
    ({ connections, untilMs, loadedFromMs, fromMs, toMs, bps }) => {
      const rate = goodput(connections, untilMs);
      expect(rate?.loadedFromMs).toBeCloseTo(loadedFromMs, 6);
      expect(rate?.fromMs).toBeCloseTo(fromMs, 6);
      expect(rate?.toMs).toBeCloseTo(toMs, 6);
      expect((rate?.bps ?? 0) / bps).toBeCloseTo(1, 12);
    },
  );
  test('needs 240 ms and four counts', () => {
    expect(goodput([], 6000)).toBeNull();
    expect(goodput([steady(1000, 0, 250, 10)], 250)).toBeNull();
    // Start-up takes a ninth of so short a run.
    expect(goodput([steady(1000, 0, 400, 10)], 400)?.toMs).toBe(400);
    expect(goodput([steady(1, 0, 6000, 2900)], 6000)).toBeNull();
  });
  test('is the rate of a steady line, however the bytes are spread over connections and messages', () => {
    const connection = fc.record({
      bytesPerMs: fc.double({ min: 10, max: 1e5, noNaN: true }),
      stepMs: fc.double({ min: 1, max: 90, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(connection, { minLength: 1, maxLength: 8 }), (connections) => {
        const counts = connections.map(({ bytesPerMs, stepMs }) => steady(bytesPerMs, 0, 6200, stepMs));
        const truth = connections.reduce((sum, { bytesPerMs }) => sum + bytesPerMs * 8000, 0);
        expect((goodput(counts, 6000)?.bps ?? 0) / truth).toBeCloseTo(1, 9);
      }),
    );
  });
});
