import type { RequestFailure } from '../engine/transport.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_ITEMS } from '../protocol/agents.ts';
import { isProblem, type SignedClient } from './signed-client.ts';
import type { Spool } from './spool.ts';

/** A quarter of what the server takes: a batch that fails on a slow line is sent again whole. */
const BATCH_BYTES = MAX_BATCH_BYTES / 4;

/** How one attempt to deliver ended. */
export type Delivery =
  | { outcome: 'empty' }
  /** So many went; more may wait. */
  | { outcome: 'sent'; sent: number; refused: number; inDoubt: number }
  /** The server takes nothing of this agent any more: only a person can change that. */
  | { outcome: 'barred'; failure: RequestFailure }
  /** Later; not before `askedMs` where the server said so. */
  | { outcome: 'later'; failure: RequestFailure; askedMs: number | null };

/**
 * Sends the oldest results that wait, as one batch. What is stored is marked so only after the server has said it: a process that dies
 * in between sends again, which changes nothing there. A 4xx of one item is for good, anything else is not.
 */
export async function deliver(
  spool: Spool,
  client: Pick<SignedClient, 'batch'>,
  most = MAX_BATCH_ITEMS,
): Promise<Delivery> {
  const waiting = spool.queued(most, BATCH_BYTES);
  if (waiting.length === 0) return { outcome: 'empty' };
  const answer = await client.batch(waiting);
  if (!answer.ok) {
    const { error } = answer;
    if (isProblem(error, 'body-too-large') && waiting.length > 1)
      return deliver(spool, client, Math.ceil(waiting.length / 2));
    if (isProblem(error, 'agent-revoked', 'key-stolen', 'unknown-agent'))
      return { outcome: 'barred', failure: error };
    return {
      outcome: 'later',
      failure: error,
      askedMs: error.reason === 'problem' ? error.retryAfterMs : null,
    };
  }
  const { items } = answer.value;
  if (items.length !== waiting.length)
    return {
      outcome: 'later',
      failure: { reason: 'not-the-contract', detail: `${items.length} answers to ${waiting.length} results` },
      askedMs: null,
    };
  const sent: string[] = [];
  const refused: [id: string, reason: string][] = [];
  for (const [index, { measurementId }] of waiting.entries()) {
    const item = items[index];
    if (item?.outcome === 'stored' && item.submitted.id === measurementId) sent.push(measurementId);
    else if (item?.outcome === 'refused' && item.problem.status >= 400 && item.problem.status < 500)
      refused.push([measurementId, `${item.problem.type.replace('/problems/', '')}: ${item.problem.detail}`]);
  }
  spool.markSent(sent);
  for (const [id, reason] of refused) spool.setAside(id, reason);
  const inDoubt = waiting.length - sent.length - refused.length;
  if (sent.length + refused.length === 0)
    return {
      outcome: 'later',
      failure: { reason: 'not-the-contract', detail: 'no result was answered for good' },
      askedMs: null,
    };
  return { outcome: 'sent', sent: sent.length, refused: refused.length, inDoubt };
}
