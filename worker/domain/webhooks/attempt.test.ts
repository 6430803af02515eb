import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AttemptOutcome, afterAttempt, MOST_ATTEMPTS, outcomeText, retryAfterMs } from './attempt.ts';

const NOW_MS = 1_800_000_000_000;
const answered = (status: number, retryAfter: number | null = null): AttemptOutcome => ({
  kind: 'answered',
  status,
  retryAfterMs: retryAfter,
});
const after = (attempts: number, outcome: AttemptOutcome, random = 0.5) =>
  afterAttempt(attempts, outcome, { nowMs: NOW_MS, random: () => random });
const waitMs = (attempts: number, outcome: AttemptOutcome, random = 0.5) => {
  const next = after(attempts, outcome, random);
  return next.state === 'waiting' ? next.nextAttemptAtMs - NOW_MS : null;
};

describe('afterAttempt()', () => {
  test.each([200, 202, 204, 299])('%i is delivered', (status) => {
    expect(after(1, answered(status))).toEqual({ state: 'delivered' });
  });

  test('410 ends the endpoint, at whatever attempt', () => {
    expect(after(1, answered(410))).toEqual({ state: 'dead', gone: true });
  });

  test.each<[string, AttemptOutcome]>([
    ['a redirect', answered(301)],
    ['a refusal', answered(404)],
    ['a fault', answered(500)],
    ['silence', { kind: 'failed', why: 'timeout' }],
    ['no connection', { kind: 'failed', why: 'unreachable' }],
  ])('%s is tried again, and the last time given up', (_name, outcome) => {
    expect(waitMs(1, outcome)).toBe(5_000);
    expect(after(MOST_ATTEMPTS, outcome)).toEqual({ state: 'dead', gone: false });
  });

  test('intervals grow fivefold to a day', () => {
    const waits = Array.from({ length: MOST_ATTEMPTS - 1 }, (_, index) => waitMs(index + 1, answered(500)));
    expect(waits.map((ms) => (ms ?? 0) / 1000)).toEqual([5, 25, 125, 625, 3125, 15_625, 78_125, 86_400]);
  });

  test('each is within a fifth of its interval, and never before what was asked for', () => {
    const attempts = fc.integer({ min: 1, max: MOST_ATTEMPTS - 1 });
    const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(attempts, unit, fc.integer({ min: 0, max: 200_000_000 }), (number, random, asked) => {
        const plainMs = waitMs(number, answered(500)) ?? 0;
        const drawnMs = waitMs(number, answered(500), random) ?? 0;
        expect(Math.abs(drawnMs - plainMs)).toBeLessThanOrEqual(plainMs * 0.2 + 1);
        const askedMs = waitMs(number, answered(503, asked), random) ?? 0;
        expect(askedMs).toBe(Math.max(drawnMs, Math.min(asked, 86_400_000)));
      }),
      { seed: 13, numRuns: 500 },
    );
  });
});

test.each([
  ['120', 120_000],
  [new Date(NOW_MS + 60_000).toUTCString(), 60_000],
  [new Date(NOW_MS - 60_000).toUTCString(), 0],
  ['soon', null],
  [null, null],
])('Retry-After %s is %s ms', (header, ms) => {
  expect(retryAfterMs(header, NOW_MS)).toBe(ms);
});

test('an outcome is told as its status, or a word', () => {
  expect(outcomeText(answered(503))).toBe('503');
  expect(outcomeText({ kind: 'failed', why: 'timeout' })).toBe('timeout');
});
