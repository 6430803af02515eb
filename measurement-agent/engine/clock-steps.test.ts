/** Clocks that are set while a run goes on: the agent's wall clock and the worker's clock. */
import { describe, expect, test } from 'vitest';
import { contains, runOn, truthOf } from '../../bench/simulated-space.ts';
import type { Clock } from './clock.ts';

const LINE = { download: { rateBps: 50e6 }, upload: { rateBps: 20e6 }, rttMs: 20, seed: 1 };

/** A clock whose wall-clock time is set by so much, 3 s into the run; its monotonic time knows nothing of that. */
function setBy(byMs: number): (time: Clock) => Clock {
  return (time) => ({
    now: () => time.now(),
    after: (delayMs, callback) => time.after(delayMs, callback),
    utc: () => new Date(Date.parse(time.utc()) + (time.now() < 3000 ? 0 : byMs)).toISOString(),
  });
}

test.each([3_600_000, -3_600_000])('a wall clock that is set by %d ms changes no figure', async (byMs) => {
  const [still, set] = await Promise.all([runOn(LINE), runOn(LINE, { clockOf: setBy(byMs) })]);
  expect(set.submission).toEqual(still.submission);
});

describe('an upload that is counted by a worker whose clock', () => {
  const after = (atMs: number, byMs: number) => (ms: number) => (ms < atMs ? ms : ms + byMs);

  // The upload runs from 4.3 to 8.3 s of the simulation.
  test.each([
    ['is set forward by half a second', after(7000, 500)],
    ['is set back by half a second', after(7000, -500)],
    ['is set in start-up', after(4500, 500)],
    ['is set forward by an hour', after(7000, 3_600_000)],
    ['is set back by an hour', after(7000, -3_600_000)],
    ['is fast by 200 ppm', (ms: number) => ms * 1.0002],
    ['is slow by 200 ppm', (ms: number) => ms * 0.9998],
    ['advances by 16 ms', (ms: number) => Math.floor(ms / 16) * 16],
  ])('%s has the same rate', async (_what, workerClock) => {
    const line = { ...LINE, workerClock };
    const run = await runOn(line);
    const { upload, verdict } = run.submission;
    if (upload === null) throw new Error('no upload');
    const carriedBps = truthOf(run, line, 'upload')?.carriedBps ?? 0;
    expect(Math.abs(upload.goodputBps / carriedBps - 1)).toBeLessThan(0.01);
    expect(contains(upload, carriedBps)).toBe(true);
    expect(upload.steady).toBe(true);
    expect(verdict.valid).toBe(true);
  });
});
