import { describe, expect, test } from 'vitest';
import { STOPPED_DOCUMENT } from '../../test/fixtures/result-document.ts';
import type { RequestFailure } from '../engine/transport.ts';
import { SimulatedTime } from '../engine/transports/simulated/simulated-time.ts';
import { err, ok } from '../protocol/fallible.ts';
import { PROBLEMS, type ProblemReason } from '../protocol/problems.ts';
import { submitPatiently } from './submit.ts';

const SUBMITTED = { id: STOPPED_DOCUMENT.measurementId, url: 'http://jissoku.example/r/1', deleteToken: 't' };
const UNREACHABLE: RequestFailure = { reason: 'unreachable', detail: 'no route' };

function problem(reason: ProblemReason, retryAfterMs: number | null = null): RequestFailure {
  const { status, title } = PROBLEMS[reason];
  return {
    reason: 'problem',
    problem: { type: `/problems/${reason}`, title, status, detail: '' },
    retryAfterMs,
  };
}

/** Submits to a server that fails so before it stores; tells when it was asked and what the person was told. */
async function submitAfter(failures: readonly RequestFailure[]) {
  const time = new SimulatedTime(0);
  const askedAtMs: number[] = [];
  const toldMs: number[] = [];
  const { network: _network, cohort: _cohort, receivedAt: _receivedAt, ...submission } = STOPPED_DOCUMENT;
  const outcome = await time.run(
    submitPatiently(
      {
        submit() {
          const failure = failures[askedAtMs.length];
          askedAtMs.push(time.now());
          return Promise.resolve(failure === undefined ? ok(SUBMITTED) : err(failure));
        },
      },
      'token',
      submission,
      time,
      (waitMs) => toldMs.push(waitMs),
    ),
  );
  return { outcome, askedAtMs, toldMs };
}

describe('submitPatiently()', () => {
  test('waits as long as a busy server asks, and says so', async () => {
    const { outcome, askedAtMs, toldMs } = await submitAfter([
      problem('too-many-requests', 60_000),
      problem('too-many-requests', 3_600_000),
      problem('too-many-requests'),
    ]);
    expect(outcome).toEqual(ok(SUBMITTED));
    expect(toldMs).toEqual([60_000, 60_000, 2_000]);
    expect(askedAtMs).toEqual([0, 60_000, 120_000, 122_000]);
  });

  test('bridges what passes without a word', async () => {
    const { outcome, askedAtMs, toldMs } = await submitAfter([UNREACHABLE, problem('server-error')]);
    expect({ outcome, askedAtMs, toldMs }).toEqual({
      outcome: ok(SUBMITTED),
      askedAtMs: [0, 500, 1_500],
      toldMs: [],
    });
  });

  test('gives up after four attempts, and at once where asking again cannot help', async () => {
    const busy = problem('too-many-requests', 1_000);
    expect((await submitAfter([busy, busy, busy, busy])).outcome).toEqual(err(busy));
    for (const reason of ['token-expired', 'over-budget', 'bad-request'] as const)
      expect((await submitAfter([problem(reason, 1_000)])).askedAtMs).toEqual([0]);
  });
});
