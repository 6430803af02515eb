import { describe, expect, test } from 'vitest';
import { ascending, quantile } from '../metrics/quantile.ts';
import { NOTHING_DECLARED, submissionSchema } from '../protocol/result.ts';
import { measure } from './engine.ts';
import type { EngineEvent } from './events.ts';
import { type SimulatedLine, simulate } from './transports/simulated.ts';

function median(values: readonly number[]): number {
  return quantile(ascending(values), 0.5) ?? Number.NaN;
}

const TCP_SHARE = 1448 / 1500;

function runOn(line: Omit<SimulatedLine, 'seed'>, stopAfterMs?: number, bidirectional = false) {
  const { time, random, transport } = simulate({ seed: 1, ...line });
  const stop = new AbortController();
  if (stopAfterMs !== undefined) time.after(stopAfterMs, () => stop.abort());
  const events: EngineEvent[] = [];
  const run = measure({
    transport,
    clock: time,
    random,
    signal: stop.signal,
    agent: { name: 'test', version: '0', kind: 'node' },
    declared: NOTHING_DECLARED,
    synthetic: true,
    bidirectional,
    onEvent: (event) => events.push(event),
  });
  return time.run(run).then((outcome) => ({ outcome, events, elapsedMs: time.now() }));
}

async function submissionOf(line: Omit<SimulatedLine, 'seed'>, stopAfterMs?: number) {
  const { outcome } = await runOn(line, stopAfterMs);
  if (!outcome.ok) throw new Error(outcome.error.reason);
  // Whatever happened to the line, what is submitted follows the contract.
  return submissionSchema.parse(outcome.value.submission);
}

describe('measure() recovers a simulated line', () => {
  test.each([
    ['fibre', 500e6, 500e6, 6],
    ['VDSL', 80e6, 20e6, 20],
    ['home router', 40e6, 12e6, 55],
    ['ADSL', 12e6, 1.5e6, 35],
  ])('%s: %d down, %d up, %d ms', async (_name, downBps, upBps, rttMs) => {
    const { idle, download, upload, verdict, summaries } = await submissionOf({
      download: { rateBps: downBps },
      upload: { rateBps: upBps },
      rttMs,
    });
    expect((download?.goodputBps ?? 0) / (downBps * TCP_SHARE)).toBeCloseTo(1, 1);
    expect((upload?.goodputBps ?? 0) / (upBps * TCP_SHARE)).toBeCloseTo(1, 1);
    expect(idle?.rttMs.p50).toBeGreaterThanOrEqual(rttMs);
    expect(idle?.rttMs.p50).toBeLessThan(rttMs + 2);
    // The queue is 100 ms long, and the line is kept busy.
    expect(download?.workingRttMs?.p50).toBeGreaterThan(rttMs + 40);
    expect(upload?.workingRttMs?.p50).toBeGreaterThan(rttMs + 40);
    expect(summaries.map(({ direction }) => direction)).toEqual(['download', 'upload']);
    expect(summaries[1]?.bytes).toBe(upload?.bytes);
    expect(verdict).toEqual({ valid: true, reasons: [] });
  });

  test('what waits behind the load waits as long as the queue is', async () => {
    const { download, upload, responsiveness, missing } = await submissionOf({
      download: { rateBps: 80e6 },
      upload: { rateBps: 20e6 },
      rttMs: 20,
    });
    for (const load of [download, upload]) {
      const workingMs = load?.workingRttMs?.p50 ?? Number.NaN;
      expect((load?.selfRttMs?.p50 ?? 0) / workingMs).toBeGreaterThan(0.6);
      expect((load?.selfRttMs?.p50 ?? 0) / workingMs).toBeLessThan(1.35);
    }
    // 60000 / 20 on the idle line, 60000 / 120 behind a full queue.
    expect(responsiveness?.rpm).toBeGreaterThan(450);
    expect(responsiveness?.rpm).toBeLessThan(800);
    expect(responsiveness?.rpm).toBe(
      Math.min(responsiveness?.download?.rpm ?? 0, responsiveness?.upload?.rpm ?? 0),
    );
    expect(missing).not.toHaveProperty('responsiveness');
  });

  test('a line without a queue answers under load as when idle', async () => {
    const short = (rateBps: number) => ({ rateBps, queueBytes: 30_000 });
    const { responsiveness } = await submissionOf({ download: short(80e6), upload: short(40e6), rttMs: 20 });
    expect(responsiveness?.rpm).toBeGreaterThan(2_000);
    expect(responsiveness?.rpm).toBeLessThanOrEqual(3_000);
  });

  test('and keeps its course on one axis of time, every extreme in it', async () => {
    const line = { download: { rateBps: 80e6 }, upload: { rateBps: 20e6 }, rttMs: 20 };
    const { outcome, events, elapsedMs } = await runOn(line);
    if (!outcome.ok) throw new Error(outcome.error.reason);
    const { timeline, loss } = submissionSchema.parse(outcome.value.submission);
    if (timeline === undefined) throw new Error('no timeline');
    const { beganMs, idleRtts, workingRtts } = timeline;
    expect(loss).toBeNull();
    expect(timeline.loss).toBeNull();
    const { idle = Number.NaN, download = Number.NaN, upload = Number.NaN } = beganMs;
    expect([idle, download, upload]).toEqual([idle, download, upload].toSorted((a, b) => a - b));
    expect(upload).toBeLessThan(elapsedMs);
    const times = (points: typeof idleRtts) => points.map(([atMs]) => atMs);
    expect(Math.min(...times(idleRtts))).toBeGreaterThanOrEqual(idle);
    expect(Math.max(...times(idleRtts))).toBeLessThan(download);
    expect(times(workingRtts)).toEqual(times(workingRtts).toSorted((a, b) => a - b));
    expect(idleRtts.length + workingRtts.length).toBeLessThanOrEqual(300);
    const seen = events.flatMap((event) => (event.type === 'working-sample' ? [event.rttMs] : []));
    expect(seen.length).toBeGreaterThan(workingRtts.length);
    const kept = workingRtts.map(([, rttMs]) => rttMs);
    expect(Math.max(...kept)).toBeCloseTo(Math.max(...seen), 3);
    expect(Math.min(...kept)).toBeCloseTo(Math.min(...seen), 3);
  });

  test('both directions at once, where asked for', async () => {
    const { outcome, events } = await runOn(
      { download: { rateBps: 50e6 }, upload: { rateBps: 20e6 }, rttMs: 20 },
      undefined,
      true,
    );
    if (!outcome.ok) throw new Error(outcome.error.reason);
    const submission = submissionSchema.parse(outcome.value.submission);
    const { bidirectional, summaries, bytes, download } = submission;
    // Acknowledgements of one direction wait behind the load of the other, so neither is quite full.
    expect((bidirectional?.download.goodputBps ?? 0) / (50e6 * TCP_SHARE)).toBeGreaterThan(0.8);
    expect((bidirectional?.upload.goodputBps ?? 0) / (20e6 * TCP_SHARE)).toBeGreaterThan(0.8);
    expect(bidirectional?.workingRttMs?.p50).toBeGreaterThan(100);
    expect(bidirectional?.responsiveness?.rpm).toBeLessThan(1.25 * (submission.responsiveness?.rpm ?? 0));
    expect(summaries.map(({ direction }) => direction)).toEqual(['download', 'upload', 'bidirectional']);
    const both = (bidirectional?.download.bytes ?? 0) + (bidirectional?.upload.bytes ?? 0);
    expect(summaries[2]?.bytes).toBe(both);
    expect(bytes.download).toBe((download?.bytes ?? 0) + (bidirectional?.download.bytes ?? 0));
    expect(events.at(-1)).toMatchObject({ type: 'stage-ended', stage: 'bidirectional' });
  });

  test('a satellite line counts', async () => {
    const line = { download: { rateBps: 20e6, queueBytes: 1_500_000 }, upload: { rateBps: 2e6 }, rttMs: 600 };
    const { idle, download, upload, verdict } = await submissionOf(line);
    expect(idle?.rttMs.p50).toBeCloseTo(600, -1);
    expect(download?.goodputBps).toBeGreaterThan(10e6);
    expect(upload?.goodputBps).toBeGreaterThan(1e6);
    expect(verdict.valid).toBe(true);
    expect(verdict.reasons).toContainEqual({ code: 'far', excludes: false });
  });

  test('a line that loses packets counts', async () => {
    const lossy = { rateBps: 30e6, lossRatio: 0.02 };
    const { verdict, download } = await submissionOf({ download: lossy, upload: lossy, rttMs: 20 });
    expect(download?.goodputBps).toBeGreaterThan(1e6);
    expect(verdict.valid).toBe(true);
  });

  test('a rate that changes is in the series at its time', async () => {
    const { outcome, events } = await runOn({
      download: { rateBps: 100e6, rateSteps: [[3000, 30e6]] },
      upload: { rateBps: 20e6 },
      rttMs: 20,
    });
    if (!outcome.ok) throw new Error(outcome.error.reason);
    const { download } = outcome.value.submission;
    const series = download?.series ?? [];
    const began = events.findIndex((event) => event.type === 'stage-started' && event.stage === 'download');
    expect(began).toBeGreaterThan(0);
    const rateOf = (fromMs: number, toMs: number) =>
      median(series.filter(([ms]) => ms > fromMs && ms <= toMs).map(([, bps]) => bps));
    // The download begins 1.2 s into the simulation; the step is 3 s into it.
    expect(rateOf(600, 1600)).toBeGreaterThan(90e6);
    expect(rateOf(2200, 4000)).toBeLessThan(33e6);
    expect(download?.steady).toBe(false);
    expect(events.filter(({ type }) => type === 'load-sample').length).toBeGreaterThan(50);
  });
});

describe('measure() when something goes wrong', () => {
  const LINE = { download: { rateBps: 50e6 }, upload: { rateBps: 10e6 }, rttMs: 20 };

  test.each(['download', 'upload'] as const)(
    'names a dying %s connection and keeps the rest',
    async (channel) => {
      const other = channel === 'download' ? 'upload' : 'download';
      const submission = await submissionOf({ ...LINE, death: { channel, index: 0, afterMs: 700 } });
      expect(submission[channel]).toBeNull();
      expect(submission.missing[channel]).toBe('connection-lost');
      expect(submission[other]?.goodputBps).toBeGreaterThan(5e6);
      expect(submission.verdict).toEqual({
        valid: false,
        reasons: [{ code: 'connection-lost', excludes: true }],
      });
    },
  );

  test('names a dying echo connection and keeps the rates', async () => {
    const submission = await submissionOf({ ...LINE, death: { channel: 'echo', index: 0, afterMs: 4000 } });
    expect(submission.idle?.samples).toBe(100);
    expect(submission.download?.goodputBps).toBeGreaterThan(40e6);
    expect(submission.missing['upload.workingRttMs']).toBe('connection-lost');
    expect(submission.verdict.valid).toBe(false);
  });

  test('ends within a second of being stopped, and says what is missing', async () => {
    const { outcome, elapsedMs } = await runOn(LINE, 4000);
    expect(elapsedMs).toBeLessThan(5000);
    if (!outcome.ok) throw new Error(outcome.error.reason);
    const { idle, download, missing, verdict } = outcome.value.submission;
    expect(idle?.samples).toBe(100);
    expect(download).toBeNull();
    expect(missing).toMatchObject({ download: 'stopped', upload: 'stopped' });
    expect(verdict).toEqual({ valid: false, reasons: [{ code: 'stopped', excludes: true }] });
  });

  test('has nothing to report when it was stopped at once', async () => {
    const { outcome } = await runOn(LINE, 10);
    expect(outcome).toEqual({ ok: false, error: { reason: 'aborted' } });
  });
});

test('a seed decides everything', async () => {
  const line = { download: { rateBps: 20e6, lossRatio: 0.01 }, upload: { rateBps: 5e6 }, rttMs: 30 };
  expect(await submissionOf(line)).toEqual(await submissionOf(line));
});
