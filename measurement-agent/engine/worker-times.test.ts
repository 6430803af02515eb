import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesAt, rateBps } from '../metrics/counts.ts';
import { type Report, workerCounts } from './worker-times.ts';

/** 1 byte a µs: what the worker received by a time of the agent's clock is known. */
const BYTES_PER_MS = 1000;
const EVERY_MS = 50;

/**
 * Reports of a worker whose first message came at 300 ms of the agent's clock, over a way back that takes 30 ms and what
 * `delayMs` adds. `clock` makes the worker's reading of the true time since the first message.
 */
function reportsOf(clock: (ms: number) => number, delayMs: (index: number) => number = () => 0): Report[] {
  return Array.from({ length: 80 }, (_, index) => {
    const sinceFirstMs = index * EVERY_MS;
    return {
      bytes: sinceFirstMs * BYTES_PER_MS,
      elapsedMs: Math.max(0, Math.floor(clock(sinceFirstMs))),
      heardAtMs: 300 + sinceFirstMs + 30 + delayMs(index),
    };
  });
}

const after = (atMs: number, byMs: number) => (ms: number) => (ms < atMs ? ms : ms + byMs);

describe('workerCounts()', () => {
  test.each([
    ['keeps true time', (ms: number) => ms, 0],
    ['was set forward by half a second', after(2000, 500), 0],
    ['was set back by half a second', after(2000, -500), 0],
    ['was set forward by an hour', after(2000, 3_600_000), 0],
    ['was set back by an hour, behind its beginning', after(2000, -3_600_000), 0],
    ['was set twice', (ms: number) => after(3000, -400)(after(1500, 700)(ms)), 0],
    ['stands', () => 0, 0],
    // RFC 5905 allows 500 ppm; the whole of 4 s is 2 ms off then.
    ['is fast by 500 ppm', (ms: number) => ms * 1.0005, 2],
    ['is slow by 500 ppm', (ms: number) => ms * 0.9995, 2],
    ['advances by 16 ms', (ms: number) => Math.floor(ms / 16) * 16, 16],
    // What is slewed and not set is seen as the way back: its size is the error.
    ['was set forward by 90 ms', after(2000, 90), 90],
  ])('lays what a clock counted that %s', (_what, clock, errorMs) => {
    const counts = workerCounts(reportsOf(clock));
    const times = counts.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    for (const truth of reportsOf((ms) => ms)) {
      const off = Math.abs(bytesAt(counts, truth.heardAtMs) - truth.bytes);
      expect(off).toBeLessThanOrEqual((errorMs + 1) * BYTES_PER_MS);
    }
  });

  test('a delayed report delays no byte', () => {
    const counts = workerCounts(
      reportsOf(
        (ms) => ms,
        (index) => (index > 0 && index % 4 === 0 ? 80 : 0),
      ),
    );
    expect(rateBps([counts], 1330, 3330)).toBeCloseTo(BYTES_PER_MS * 8000, 6);
  });

  test('a clock that was set anywhere, by anything above what is slewed, moves no byte', () => {
    const steps = fc.oneof(fc.integer({ min: -1900, max: -60 }), fc.integer({ min: 130, max: 1e7 }));
    fc.assert(
      fc.property(steps, fc.integer({ min: 2000, max: 3500 }), (byMs, atMs) => {
        const counts = workerCounts(reportsOf(after(atMs, byMs)));
        expect(rateBps([counts], 1330, 4230) / (BYTES_PER_MS * 8000)).toBeCloseTo(1, 2);
      }),
      { seed: 20_261_123 },
    );
  });

  test('nothing reported is nothing counted', () => {
    expect(workerCounts([])).toEqual([]);
  });
});
