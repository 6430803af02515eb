/** When a message is sent again, and when it is given up. */

/** What came of sending a message once. */
export type AttemptOutcome =
  /** `retryAfterMs` as the endpoint asked for; null where it did not. */
  | { kind: 'answered'; status: number; retryAfterMs: number | null }
  | { kind: 'failed'; why: 'timeout' | 'unreachable' };

export type AfterAttempt =
  | { state: 'delivered' }
  | { state: 'waiting'; nextAttemptAtMs: number }
  /** Not tried again. `gone`: nothing is sent to that endpoint any more. */
  | { state: 'dead'; gone: boolean };

const FIRST_MS = 5_000;
const FACTOR = 5;
const LONGEST_MS = 86_400_000;
/** Over some two days: 5 s, 25 s, 2 min, 10 min, 52 min, 4 h, 22 h and a day after one another. */
export const MOST_ATTEMPTS = 9;

/**
 * What to do after so many attempts, the first is 1. Any 2xx is delivered; 410 says that the endpoint wants nothing more (Standard
 * Webhooks); redirects are not followed and are failures like all others. Intervals are a fifth off either way, so that what
 * failed together does not come back together.
 */
export function afterAttempt(
  attempts: number,
  outcome: AttemptOutcome,
  { nowMs, random }: { nowMs: number; random: () => number },
): AfterAttempt {
  if (outcome.kind === 'answered') {
    if (outcome.status >= 200 && outcome.status < 300) return { state: 'delivered' };
    if (outcome.status === 410) return { state: 'dead', gone: true };
  }
  if (attempts >= MOST_ATTEMPTS) return { state: 'dead', gone: false };
  const plannedMs = Math.min(LONGEST_MS, FIRST_MS * FACTOR ** (attempts - 1)) * (0.8 + random() * 0.4);
  const askedMs = outcome.kind === 'answered' ? (outcome.retryAfterMs ?? 0) : 0;
  return {
    state: 'waiting',
    nextAttemptAtMs: Math.ceil(nowMs + Math.max(plannedMs, Math.min(askedMs, LONGEST_MS))),
  };
}

/** Of a Retry-After header in seconds or as a date (RFC 9110, section 10.2.3); null where it is neither. */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

/** As it is told of a delivery. */
export function outcomeText(outcome: AttemptOutcome): string {
  return outcome.kind === 'answered' ? String(outcome.status) : outcome.why;
}
