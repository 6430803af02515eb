import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CURVE_BIN_MS, MAX_CURVE_BINS } from '../../measurement-agent/protocol/spec.ts';
import { Arrivals, addBins, type Bins, curveOf } from './arrivals.ts';

const BEGAN_MS = Date.parse('2026-11-23T00:00:00.000Z');

function arrivals(counts: readonly [bytes: number, afterMs: number][]): Bins {
  const arrived = new Arrivals(BEGAN_MS);
  for (const [bytes, afterMs] of counts) arrived.count(bytes, BEGAN_MS + afterMs);
  return arrived.bins();
}

describe('a curve', () => {
  test.each([
    ['spreads what arrived over the time since the last count', [[400, 400]], [100, 100, 100, 100, 0]],
    [
      'begins within a bin',
      [
        [100, 50],
        [400, 350],
      ],
      [150, 100, 100, 50],
    ],
    [
      'has what came at once where it came',
      [
        [100, 0],
        [300, 0],
      ],
      [300],
    ],
    [
      'has nothing where nothing came',
      [
        [100, 100],
        [100, 300],
        [200, 500],
      ],
      [100, 25, 25, 25, 25, 0],
    ],
  ] as const)('%s', (_name, counts, bytes) => {
    const curve = curveOf(arrivals(counts.map(([each, atMs]) => [each, atMs])), BEGAN_MS);
    // A bin that only its first instant belongs to is empty.
    expect(curve?.bytes.slice(0, bytes.length)).toEqual(bytes.slice(0, curve?.bytes.length));
    expect(curve?.binMs).toBe(CURVE_BIN_MS);
  });

  test('begins when the phase did, adds connections, and is null of nothing', () => {
    const bins: Bins = {};
    addBins(bins, arrivals([[200, 200]]));
    addBins(bins, arrivals([[100, 100]]));
    expect(curveOf(bins, BEGAN_MS - 200)?.bytes.slice(0, 4)).toEqual([0, 0, 200, 100]);
    expect(curveOf({}, BEGAN_MS)).toBeNull();
  });

  test('holds every byte, whatever the counts, and never more bins than it may', () => {
    const steps = fc.array(fc.tuple(fc.nat(1e9), fc.integer({ min: -500, max: 3000 })), { maxLength: 40 });
    fc.assert(
      fc.property(steps, (given) => {
        let bytes = 0;
        let atMs = 0;
        const counts = given.map(([more, laterMs]): [number, number] => [(bytes += more), (atMs += laterMs)]);
        const curve = curveOf(arrivals(counts), BEGAN_MS)?.bytes ?? [];
        expect(curve.length).toBeLessThanOrEqual(MAX_CURVE_BINS);
        expect(curve.every((each) => Number.isInteger(each) && each >= 0)).toBe(true);
        const told = curve.reduce((sum, each) => sum + each, 0);
        // What comes after the last bin is left out, and nothing else.
        expect(told === bytes || (curve.length === MAX_CURVE_BINS && told < bytes)).toBe(true);
      }),
    );
  });
});
