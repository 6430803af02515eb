import type { Clock } from '../engine/clock.ts';
import type { RequestFailure, Transport } from '../engine/transport.ts';
import { wait } from '../engine/wait.ts';
import type { Submitted } from '../protocol/api.ts';
import type { Fallible } from '../protocol/fallible.ts';
import type { Submission } from '../protocol/result.ts';

/** Attempts before giving up, and the first pause between two; each pause is twice the last. */
const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 500;
/** A server may ask for a longer one; nobody would wait for it. */
const LONGEST_PAUSE_MS = 60_000;

/** Whether the server asks for a pause and nothing else is wrong. */
export function isBusy(failure: RequestFailure): boolean {
  return failure.reason === 'problem' && failure.problem.type.endsWith('/too-many-requests');
}

/**
 * Submits until the server has answered for good: what was measured is worth more than one attempt. `onBusy` tells that the
 * server wants the result later, and when.
 */
export async function submitPatiently(
  transport: Pick<Transport, 'submit'>,
  token: string,
  submission: Submission,
  clock: Clock,
  onBusy: (waitMs: number) => void,
): Promise<Fallible<Submitted, RequestFailure>> {
  const never = new AbortController().signal;
  let pauseMs = FIRST_PAUSE_MS;
  for (let attempt = 1; ; attempt += 1) {
    const submitted = await transport.submit(token, submission, never);
    if (submitted.ok || !isPassing(submitted.error) || attempt === ATTEMPTS) return submitted;
    const waitMs = Math.max(pauseMs, askedPauseMs(submitted.error));
    if (isBusy(submitted.error)) onBusy(waitMs);
    // Submitting is idempotent: an answer that was lost is given again.
    await wait(clock, waitMs, never);
    pauseMs *= 2;
  }
}

function isPassing(failure: RequestFailure): boolean {
  if (failure.reason === 'unreachable' || isBusy(failure)) return true;
  return failure.reason === 'problem' && failure.problem.status >= 500;
}

function askedPauseMs(failure: RequestFailure): number {
  return failure.reason === 'problem' ? Math.min(failure.retryAfterMs ?? 0, LONGEST_PAUSE_MS) : 0;
}
