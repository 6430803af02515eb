/** Messages to endpoints: claimed, sent, settled. One exported function is one query. */
import { and, eq, lt, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { webhookDeliveries, webhookEndpoints } from '../../../db/alarms.ts';
import { owners } from '../../../db/fleet.ts';
import type { Delivery, WebhookEndpoint } from '../../domain/fleet/alarm.ts';
import type { AuditRow } from '../../domain/fleet/fleet.ts';
import type { AfterAttempt } from '../../domain/webhooks/attempt.ts';
import { entryIfChanged } from '../fleet/audit.ts';
import { runTogether } from '../statement.ts';

export interface Claimed {
  delivery: Delivery;
  endpoint: WebhookEndpoint;
}

/** Those of `d` that are due. What is of a closed owner waits until it is opened again. */
const isDueAt = (nowMs: number) => sql`d.state = 'waiting' and d.next_attempt_at_ms <= ${nowMs}
  and exists (select 1 from ${owners} o where o.id = d.owner_id and o.closed_at_ms is null)`;

/** Whether one is due: to ask takes no lock, as to claim none does. */
export async function isAnyDue(database: D1Database, nowMs: number): Promise<boolean> {
  const due = await drizzle(database).all(
    sql`select 1 from ${webhookDeliveries} d where ${isDueAt(nowMs)} limit 1`,
  );
  return due.length > 0;
}

/**
 * Takes some that are due, the oldest of each owner before the second of any, counts the attempt, and keeps them from others until `leaseUntilMs`: one that crashes meanwhile is due again
 * then.
 */
export async function claimDue(
  database: D1Database,
  nowMs: number,
  leaseUntilMs: number,
  limit: number,
): Promise<Claimed[]> {
  const db = drizzle(database);
  const due = sql`(message_id, endpoint_id) in (select message_id, endpoint_id from (
    select d.message_id, d.endpoint_id, d.next_attempt_at_ms,
      row_number() over (partition by d.owner_id order by d.next_attempt_at_ms) as turn
    from ${webhookDeliveries} d
    where ${isDueAt(nowMs)})
    order by turn, next_attempt_at_ms limit ${limit})`;
  const claimed = await db
    .update(webhookDeliveries)
    .set({ attempts: sql`attempts + 1`, nextAttemptAtMs: leaseUntilMs })
    .where(due)
    .returning();
  if (claimed.length === 0) return [];
  const ids = JSON.stringify(claimed.map(({ endpointId }) => endpointId));
  const endpoints = await db
    .select()
    .from(webhookEndpoints)
    .where(sql`${webhookEndpoints.id} in (select value from json_each(${ids}))`);
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  return claimed.flatMap((delivery) => {
    const endpoint = byId.get(delivery.endpointId);
    return endpoint === undefined ? [] : [{ delivery, endpoint }];
  });
}

/** Keeps what an attempt came to. One whose lease ran out, and that another has taken since, changes nothing unless it arrived. */
export async function settle(
  database: D1Database,
  {
    messageId,
    endpointId,
    ownerId,
    attempts,
  }: Pick<Delivery, 'messageId' | 'endpointId' | 'ownerId' | 'attempts'>,
  after: AfterAttempt,
  lastOutcome: string,
  nowMs: number,
): Promise<void> {
  const db = drizzle(database);
  const arrived = after.state === 'delivered';
  const own = db
    .update(webhookDeliveries)
    .set({
      state: after.state,
      nextAttemptAtMs: after.state === 'waiting' ? after.nextAttemptAtMs : null,
      lastOutcome,
    })
    .where(
      and(
        eq(webhookDeliveries.messageId, messageId),
        eq(webhookDeliveries.endpointId, endpointId),
        eq(webhookDeliveries.state, 'waiting'),
        arrived ? undefined : eq(webhookDeliveries.attempts, attempts),
      ),
    );
  if (after.state !== 'dead' || !after.gone) {
    await own;
    return;
  }
  const [endpoint, waiting] = disabling(database, endpointId, 'gone', nowMs);
  const entry: AuditRow = {
    atMs: nowMs,
    actor: 'receiver',
    role: 'owner',
    ownerId,
    action: 'webhook.disable',
    target: `webhook:${endpointId}`,
    before: null,
    after: { disabledAs: 'gone' },
  };
  await runTogether(database, [own, endpoint, entryIfChanged(entry), waiting]);
}

/** Statements by which nothing is sent to an endpoint any more, what waits included. */
export function disabling(
  database: D1Database,
  endpointId: string,
  disabledAs: 'gone' | 'by-owner',
  nowMs: number,
) {
  const db = drizzle(database);
  return [
    db
      .update(webhookEndpoints)
      .set({ disabledAtMs: nowMs, disabledAs })
      .where(and(eq(webhookEndpoints.id, endpointId), sql`${webhookEndpoints.disabledAtMs} is null`)),
    db
      .update(webhookDeliveries)
      .set({ state: 'dead', nextAttemptAtMs: null, lastOutcome: sql`coalesce(last_outcome, 'disabled')` })
      .where(and(eq(webhookDeliveries.endpointId, endpointId), eq(webhookDeliveries.state, 'waiting'))),
  ] as const;
}

/** Forgets messages from before a moment: what waits still is of an owner that is closed. */
export async function forgetDeliveries(database: D1Database, beforeMs: number): Promise<void> {
  await drizzle(database).delete(webhookDeliveries).where(lt(webhookDeliveries.createdAtMs, beforeMs));
}
