import type { Delivery, WebhookEndpoint } from '../domain/fleet/alarm.ts';
import { type AttemptOutcome, afterAttempt, outcomeText, retryAfterMs } from '../domain/webhooks/attempt.ts';
import { webhookUrl } from '../domain/webhooks/endpoint-url.ts';
import { webhookHeaders, webhookSecretOf } from '../domain/webhooks/sign.ts';
import { claimDue, isAnyDue, settle } from '../storage/alarms/deliveries.ts';

/** Standard Webhooks asks receivers to answer within 15 to 30 s. */
const ANSWERS_WITHIN_MS = 15_000;
/** Far above what an attempt takes: no other begins meanwhile. */
const LEASE_MS = 120_000;
/** A worker has six connections at a time. */
const AT_ONCE = 6;
/** Shared out over owners together: the last begins well before its lease ends, after four answers that took all their time. */
const A_CLAIM = 30;
/**
 * An invocation has 1,000 subrequests, and D1 takes 1,000 queries of it. These are one fetch and one query each, and three queries a
 * claim: 378 at most, beside the 540 of the look at the fleet (watch.ts).
 */
const MOST_A_RUN = 180;

export interface DeliveryParts {
  database: D1Database;
  tokenKey: string;
  /** Whether messages are also sent to this very machine. */
  loopback: boolean;
  random: () => number;
  fetch: typeof fetch;
  now: () => number;
}

/** Sends what is due. At least once: a receiver tells a message that came before by its id. */
export async function deliverDue(parts: DeliveryParts): Promise<void> {
  for (let sent = 0; sent < MOST_A_RUN; sent += A_CLAIM) {
    const nowMs = parts.now();
    if (!(await isAnyDue(parts.database, nowMs))) return;
    const claimed = await claimDue(parts.database, nowMs, nowMs + LEASE_MS, A_CLAIM);
    if (claimed.length === 0) return;
    for (let first = 0; first < claimed.length; first += AT_ONCE) {
      const together = claimed.slice(first, first + AT_ONCE);
      await Promise.all(together.map(({ delivery, endpoint }) => deliverOne(parts, delivery, endpoint)));
    }
  }
}

async function deliverOne(
  parts: DeliveryParts,
  delivery: Delivery,
  endpoint: WebhookEndpoint,
): Promise<void> {
  const outcome = await attempt(parts, delivery, endpoint);
  const nowMs = parts.now();
  const after = afterAttempt(delivery.attempts, outcome, { nowMs, random: parts.random });
  await settle(parts.database, delivery, after, outcomeText(outcome), nowMs);
}

async function attempt(
  { tokenKey, loopback, fetch, now }: DeliveryParts,
  { messageId, payload }: Delivery,
  endpoint: WebhookEndpoint,
): Promise<AttemptOutcome> {
  // What was taken under other rules is not sent to under these.
  const url = webhookUrl(endpoint.url, { loopback });
  if (!url.ok) return { kind: 'failed', why: 'unreachable' };
  const secret = await webhookSecretOf(endpoint, tokenKey);
  try {
    const response = await fetch(url.value, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Jissoku-Webhooks/1',
        ...webhookHeaders({ id: messageId, payload }, secret, now()),
      },
      body: payload,
    });
    await response.body?.cancel();
    const retryAfter = retryAfterMs(response.headers.get('retry-after'), now());
    return { kind: 'answered', status: response.status, retryAfterMs: retryAfter };
  } catch (error) {
    return {
      kind: 'failed',
      why: error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'unreachable',
    };
  }
}
