import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NOTHING_DECLARED, type Submission, submissionSchema } from '../protocol/result.ts';
import type { Datagrams } from './datagrams.ts';
import { measure } from './engine.ts';
import type { EngineEvent } from './events.ts';
import { LossStages } from './loss-stages.ts';
import { lossReport } from './report-loss.ts';
import { type SimulatedLine, simulate } from './transports/simulated.ts';

const TURN = { urls: ['turn:t'], username: 'u', credential: 'c', expiresAt: '2026-01-01T00:00:00Z' };
const LINE = { download: { rateBps: 50e6 }, upload: { rateBps: 10e6 }, rttMs: 20, seed: 1 };

/** Loss of the idle line alone, without the rest of a run. */
async function idleLoss(line: SimulatedLine) {
  const { time, datagrams } = simulate(line);
  const signal = new AbortController().signal;
  const stages = new LossStages({ datagrams, turn: TURN, clock: time, signal, onEvent: () => {} });
  const record = await time.run(stages.idle(line.rttMs).then(() => stages.end()));
  const { loss } = lossReport(record);
  if (loss === null) throw new Error('no loss figure');
  return { ...loss, elapsedMs: time.now() };
}

async function wholeRun(
  line: SimulatedLine,
  change: { datagrams?: Datagrams | null; stopAfterMs?: number } = {},
) {
  const { time, random, transport, datagrams } = simulate(line);
  const stop = new AbortController();
  if (change.stopAfterMs !== undefined) time.after(change.stopAfterMs, () => stop.abort());
  const way = change.datagrams === undefined ? datagrams : change.datagrams;
  const events: EngineEvent[] = [];
  const outcome = await time.run(
    measure({
      transport,
      ...(way === null ? {} : { datagrams: way }),
      clock: time,
      random,
      signal: stop.signal,
      agent: { name: 'test', version: '0', kind: 'node' },
      declared: NOTHING_DECLARED,
      synthetic: true,
      onEvent: (event) => events.push(event),
    }),
  );
  if (!outcome.ok) throw new Error(outcome.error.reason);
  const submission: Submission = submissionSchema.parse(outcome.value.submission);
  return { submission, events, elapsedMs: time.now() };
}

describe('the interval of the idle line', () => {
  test('holds the truth about as often as it says', async () => {
    const runs = 200;
    let held = 0;
    for (let seed = 1; seed <= runs; seed += 1) {
      const lossRatio = [0.001, 0.01, 0.05, 0.2][seed % 4] ?? 0;
      const { lowRatio = 1, highRatio = 0 } = await idleLoss({
        ...LINE,
        download: { rateBps: 50e6, lossRatio },
        upload: { rateBps: 10e6, lossRatio },
        seed,
      });
      const truth = 1 - (1 - lossRatio) ** 2;
      if (lowRatio <= truth && truth <= highRatio) held += 1;
    }
    // 95% of 200 is 190; a fair count falls below 181 once in some 700 times, and the seeds are fixed.
    expect(held).toBeGreaterThanOrEqual(181);
  });

  test('is of nothing lost on any line that loses nothing, however slow or far', async () => {
    const lines = fc.record({
      downBps: fc.double({ min: 0.5e6, max: 1e9, noNaN: true }),
      upBps: fc.double({ min: 0.3e6, max: 1e9, noNaN: true }),
      rttMs: fc.double({ min: 1, max: 290, noNaN: true }),
      seed: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(lines, async ({ downBps, upBps, rttMs, seed }) => {
        const { lost, sent, elapsedMs } = await idleLoss({
          download: { rateBps: downBps },
          upload: { rateBps: upBps },
          rttMs,
          seed,
        });
        expect(lost).toBe(0);
        expect(sent).toBeGreaterThan(100);
        expect(elapsedMs).toBeLessThan(2_100 + 12 * rttMs + 400);
      }),
      { numRuns: 60 },
    );
  });

  test('costs at most three seconds on a line of 60 ms that loses', async () => {
    const lossy = { rateBps: 40e6, lossRatio: 0.01 };
    const { elapsedMs, sent } = await idleLoss({ download: lossy, upload: lossy, rttMs: 60, seed: 7 });
    const setUpMs = 10 * 60;
    expect(elapsedMs - setUpMs).toBeLessThanOrEqual(3_010);
    expect(sent).toBeGreaterThan(850);
  });
});

describe('measure() with datagrams', () => {
  test('tells loss idle and under load apart, and its stage between idle and download', async () => {
    const lossy = { rateBps: 40e6, lossRatio: 0.01 };
    const { submission, events } = await wholeRun({ ...LINE, seed: 5, download: lossy });
    const { loss, missing, verdict } = submission;
    expect(loss).toMatchObject({ path: 'loop', method: 'simulated', working: { direction: 'download' } });
    expect(loss?.sent).toBeGreaterThan(900);
    expect(loss?.lowRatio).toBeLessThan(0.01);
    expect(loss?.highRatio).toBeGreaterThan(0.01);
    expect(loss?.working?.sent).toBeGreaterThan(150);
    const { timeline } = submission;
    const parts = timeline?.loss?.parts ?? [];
    const total = (of: 1 | 2) => parts.reduce((sum, part) => sum + part[of], 0);
    expect(total(1)).toBe((loss?.sent ?? 0) + (loss?.working?.sent ?? 0));
    expect(total(2)).toBe((loss?.lost ?? 0) + (loss?.working?.lost ?? 0));
    // The idle train lies before the download, the other within it.
    const { loss: lossMs = 0, download: downloadMs = 0, upload: uploadMs = 0 } = timeline?.beganMs ?? {};
    const sentFrom = (fromMs: number) =>
      parts.filter(([atMs]) => atMs >= fromMs).reduce((sum, [, sent]) => sum + sent, 0);
    expect(parts[0]?.[0]).toBeGreaterThan(lossMs - 250);
    expect(sentFrom(downloadMs)).toBe(loss?.working?.sent);
    expect(sentFrom(uploadMs)).toBe(0);
    expect([missing.loss, missing['loss.working']]).toEqual([undefined, undefined]);
    expect(verdict.valid).toBe(true);
    const started = events.flatMap((event) => (event.type === 'stage-started' ? [event.stage] : []));
    expect(started).toEqual(['idle', 'loss', 'download', 'upload']);
    expect(events.find(({ type }) => type === 'session')).toMatchObject({ stages: started });
    // No datagram of this line comes back out of order: what was overtaken is lost.
    const told = (type: 'loss-sample' | 'working-loss-sample') =>
      events.flatMap((event) => (event.type === type ? [event.overtaken] : []));
    expect(told('loss-sample').at(-1)).toBeGreaterThan(0);
    expect(told('loss-sample').at(-1)).toBeLessThanOrEqual(loss?.lost ?? 0);
    expect(told('working-loss-sample').at(-1)).toBeLessThanOrEqual(loss?.working?.lost ?? 0);
    expect(events).toContainEqual({
      type: 'stage-ended',
      stage: 'loss',
      lossRatio: expect.closeTo(loss?.lossRatio ?? -1, 5),
    });
  });

  test('does not hold up a far line for it', async () => {
    const far = { ...LINE, rttMs: 1500 };
    const { submission, elapsedMs } = await wholeRun(far);
    const without = await wholeRun({ ...far, turn: false });
    expect(submission.missing.loss).toBe('not-measured');
    expect(elapsedMs - without.elapsedMs).toBeLessThan(4_100);
  });

  const failing = (reason: 'udp-blocked' | 'not-supported'): Datagrams => ({
    method: 'none',
    open: () => Promise.resolve({ ok: false, error: { reason, detail: '' } }),
  });

  test.each([
    ['no-turn', { ...LINE, turn: false }, undefined],
    ['not-measured', LINE, null],
    ['udp-blocked', LINE, failing('udp-blocked')],
    ['not-supported', LINE, failing('not-supported')],
  ] as const)('says %s, and the run counts', async (reason, line, datagrams) => {
    const { submission } = await wholeRun(line, datagrams === undefined ? {} : { datagrams });
    expect(submission.loss).toBeNull();
    expect(submission.missing.loss).toBe(reason);
    expect(submission.verdict).toEqual({ valid: true, reasons: [] });
  });

  test.each([
    [2_500, null, 'stopped'],
    [4_500, 0, undefined],
    [10_500, 0, undefined],
  ])('ends within a second of being stopped at %d ms', async (stopAfterMs, lost, missing) => {
    const { submission, elapsedMs } = await wholeRun(LINE, { stopAfterMs });
    expect(elapsedMs).toBeLessThan(stopAfterMs + 1_000);
    expect(submission.loss?.lost ?? null).toBe(lost);
    expect(submission.missing.loss).toBe(missing);
  });
});
