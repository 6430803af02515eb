/** Lines that change while they are measured: rates that step, a short outage, connections and lines that die. */
import { describe, expect, test } from 'vitest';
import { runOn } from '../../bench/simulated-space.ts';
import { DEFAULT_PLAN } from '../protocol/plan.ts';
import type { Load } from '../protocol/result.ts';
import { ByteAllowance } from './byte-allowance.ts';
import { load } from './phases/load.ts';
import { longestSilenceMs } from './silence.ts';
import { type SimulatedDirection, type SimulatedLine, simulate } from './transports/simulated.ts';

const TCP_SHARE = 1448 / 1500;
const RTT_MS = 20;
/** The queue of a simulated line. */
const QUEUE_MS = 100;
const CHANGE_MS = 3000;

async function downloadOf(download: SimulatedDirection): Promise<{ load: Load; beganAtMs: number }> {
  const run = await runOn({ download, upload: { rateBps: 20e6 }, rttMs: RTT_MS, seed: 1 });
  expect(run.submission.verdict.valid).toBe(true);
  if (run.submission.download === null) throw new Error('no download');
  return { load: run.submission.download, beganAtMs: run.beganAtMs.download };
}

/** Ends of the intervals of a series, in simulated time, whose rate is as asked. */
function endsMs(
  { load: { series }, beganAtMs }: { load: Load; beganAtMs: number },
  is: (bps: number) => boolean,
) {
  return series.filter(([, bps]) => is(bps)).map(([ms]) => ms + beganAtMs);
}

describe('a rate that steps', () => {
  /**
   * The queue is in front of the line: what leaves it has the new rate at once, and is at the receiver half a round trip
   * later, whatever the queue holds. The series has intervals of 100 ms, and a message of 256 KiB lasts 21 ms at 100 Mbit/s
   * and 70 ms at 30.
   */
  const seenMs = CHANGE_MS + RTT_MS / 2;
  const middleBps = Math.sqrt(100e6 * 30e6) * TCP_SHARE;

  test('down is in the series at its time, and the line is not steady', async () => {
    const run = await downloadOf({ rateBps: 100e6, rateSteps: [[CHANGE_MS, 30e6]] });
    const lastFast = endsMs(run, (bps) => bps > 0.9 * 100e6 * TCP_SHARE).at(-1) ?? 0;
    expect(Math.abs(lastFast - seenMs)).toBeLessThanOrEqual(100);
    const firstSlow = endsMs(run, (bps) => bps < middleBps).find((endMs) => endMs > 2500) ?? 0;
    expect(Math.abs(firstSlow - seenMs)).toBeLessThanOrEqual(100);
    expect(run.load.steady).toBe(false);
    // Both rates are in the interval: the run does not know which one is the line's.
    expect(run.load.interval?.lowBps).toBeLessThan(30e6 * TCP_SHARE);
    expect(run.load.interval?.highBps).toBeGreaterThan(100e6 * TCP_SHARE);
  });

  test('up is in the series at its time, and the line is not steady', async () => {
    const run = await downloadOf({ rateBps: 30e6, rateSteps: [[CHANGE_MS, 100e6]] });
    const lastSlow = endsMs(run, (bps) => bps < 1.1 * 30e6 * TCP_SHARE).at(-1) ?? 0;
    expect(Math.abs(lastSlow - seenMs)).toBeLessThanOrEqual(100);
    const firstFast = endsMs(run, (bps) => bps > middleBps).find((endMs) => endMs > 2500) ?? 0;
    expect(Math.abs(firstFast - seenMs)).toBeLessThanOrEqual(100);
    expect(run.load.steady).toBe(false);
  });
});

test('an outage of half a second is in the series, the line is not steady, and the run counts', async () => {
  const run = await downloadOf({ rateBps: 50e6, outages: [[CHANGE_MS, CHANGE_MS + 500]] });
  const dipMs = endsMs(run, (bps) => bps < 0.7 * 50e6 * TCP_SHARE).filter((endMs) => endMs > 2500);
  // What had been queued still arrives; the end is when TCP has sent again what was lost.
  expect(dipMs[0]).toBeGreaterThan(CHANGE_MS);
  expect(dipMs[0]).toBeLessThanOrEqual(CHANGE_MS + QUEUE_MS + RTT_MS / 2 + 100);
  expect(dipMs.at(-1)).toBeGreaterThan(CHANGE_MS + 500);
  expect(run.load.steady).toBe(false);
  expect(run.load.p10Bps).toBeLessThan(0.7 * 50e6 * TCP_SHARE);
});

describe('a connection that dies', () => {
  // Loss on a path of 60 ms: one connection is not enough there, and others join it.
  const lossy = { rateBps: 50e6, lossRatio: 0.005 };
  const LOSSY_LINE = { download: lossy, upload: lossy, rttMs: 60, seed: 1 };

  test.each([
    ['download', false],
    ['download', true],
    ['upload', false],
    ['upload', true],
  ] as const)('as the second of several, %s, silently: %s, is not averaged away', async (channel, silent) => {
    const whole = await runOn(LOSSY_LINE);
    expect(whole.submission[channel]?.connections).toBeGreaterThan(1);
    const { submission } = await runOn({ ...LOSSY_LINE, death: { channel, index: 1, afterMs: 500, silent } });
    expect(submission[channel]).toBeNull();
    expect(submission.missing[channel]).toBe('connection-lost');
    expect(submission.verdict.reasons).toContainEqual({ code: 'connection-lost', excludes: true });
  });
});

describe('a line that dies without a word', () => {
  async function loadOn(line: SimulatedLine, direction: 'download' | 'upload') {
    const { time, random, transport } = simulate(line);
    const record = await time.run(
      load({
        direction,
        plan: DEFAULT_PLAN[direction],
        token: 'simulated',
        rtt: { idleMs: line.rttMs, nowMs: () => line.rttMs },
        allowance: new ByteAllowance(Number.POSITIVE_INFINITY),
        transport,
        clock: time,
        random,
        responsiveness: null,
        signal: new AbortController().signal,
        onSample: () => {},
      }),
    );
    return { outcome: record.outcome, elapsedMs: time.now() };
  }

  test.each([
    ['download', 20, 200],
    ['download', 20, 2000],
    ['upload', 20, 2000],
    ['download', 400, 3000],
    ['upload', 400, 3000],
  ] as const)('in a %s at %d ms, after %d ms, is noticed', async (direction, rttMs, afterMs) => {
    const dead = { rateBps: 50e6, outages: [[afterMs, Number.POSITIVE_INFINITY]] as const };
    const { outcome, elapsedMs } = await loadOn({ download: dead, upload: dead, rttMs, seed: 1 }, direction);
    expect(outcome).toBe('lost');
    // The queue still empties; the silence is looked at every 100 ms.
    const lastByteMs = afterMs + QUEUE_MS + rttMs;
    expect(elapsedMs).toBeGreaterThan(afterMs + longestSilenceMs(rttMs) - 100);
    expect(elapsedMs).toBeLessThanOrEqual(lastByteMs + longestSilenceMs(rttMs) + 200);
  });

  test.each([
    [20, 0.12],
    [200, 0.05],
    [600, 0.01],
  ])('is not seen in a line of %d ms that loses %d of its packets', async (rttMs, lossRatio) => {
    const bad = { rateBps: 20e6, lossRatio };
    for (const direction of ['download', 'upload'] as const) {
      for (let seed = 1; seed <= 5; seed += 1) {
        const { outcome } = await loadOn({ download: bad, upload: bad, rttMs, seed }, direction);
        expect(outcome, `${direction}, seed ${seed}`).toBe('complete');
      }
    }
  });
});

test.each([
  // max(3 s, 7 × (RTT + 0.3 s) + RTT), by hand.
  [1, 3000],
  [112, 3000],
  [200, 3700],
  [600, 6900],
])('longestSilenceMs() of %d ms is %d ms', (rttMs, silenceMs) => {
  expect(longestSilenceMs(rttMs)).toBe(silenceMs);
});
