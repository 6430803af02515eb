/** Endpoints of owners, and what was sent to them. What a scope does not reach is not there. */
import { and, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { webhookDeliveries, webhookEndpoints } from '../../../db/alarms.ts';
import type { Delivery, WebhookEndpoint } from '../../domain/fleet/alarm.ts';
import type { AuditRow } from '../../domain/fleet/fleet.ts';
import type { Scope } from '../../domain/fleet/permissions.ts';
import { audited, entryIfChanged } from '../fleet/audit.ts';
import { runTogether } from '../statement.ts';
import { disabling } from './deliveries.ts';
import { afterPlace, type ListPlace, newestFirst } from './newest-first.ts';

export async function insertEndpoint(
  database: D1Database,
  endpoint: WebhookEndpoint,
  entry: AuditRow,
): Promise<void> {
  await audited(database, entry, drizzle(database).insert(webhookEndpoints).values(endpoint));
}

export async function endpointsIn(database: D1Database, scope: Scope): Promise<WebhookEndpoint[]> {
  return drizzle(database)
    .select()
    .from(webhookEndpoints)
    .where(scope === 'everyone' ? undefined : eq(webhookEndpoints.ownerId, scope.ownerId))
    .orderBy(webhookEndpoints.ownerId, webhookEndpoints.createdAtMs);
}

export async function endpointOf(
  database: D1Database,
  scope: Scope,
  id: string,
): Promise<WebhookEndpoint | null> {
  const [row] = await drizzle(database)
    .select()
    .from(webhookEndpoints)
    .where(
      and(
        eq(webhookEndpoints.id, id),
        scope === 'everyone' ? undefined : eq(webhookEndpoints.ownerId, scope.ownerId),
      ),
    );
  return row ?? null;
}

/** Nothing is sent to it any more. */
export async function disableEndpoint(database: D1Database, id: string, entry: AuditRow): Promise<void> {
  await audited(database, entry, ...disabling(database, id, 'by-owner', entry.atMs));
}

/** Gives it another secret; what is sent from now on is signed with that. */
export async function renewSecret(database: D1Database, id: string, entry: AuditRow): Promise<void> {
  const change = drizzle(database)
    .update(webhookEndpoints)
    .set({ secretVersion: sql`${webhookEndpoints.secretVersion} + 1` })
    .where(eq(webhookEndpoints.id, id));
  await audited(database, entry, change);
}

/** Whether a trial message to an endpoint has neither arrived nor been given up. */
export async function isTrialWaiting(
  database: D1Database,
  { id, ownerId }: Pick<WebhookEndpoint, 'id' | 'ownerId'>,
): Promise<boolean> {
  const waiting = await drizzle(database)
    .select({ messageId: webhookDeliveries.messageId })
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.ownerId, ownerId),
        eq(webhookDeliveries.endpointId, id),
        eq(webhookDeliveries.type, 'webhook.test'),
        eq(webhookDeliveries.state, 'waiting'),
      ),
    )
    .limit(1);
  return waiting.length > 0;
}

export async function insertDelivery(
  database: D1Database,
  delivery: Delivery,
  entry: AuditRow,
): Promise<void> {
  await audited(database, entry, drizzle(database).insert(webhookDeliveries).values(delivery));
}

const LISTED_BY = [
  webhookDeliveries.createdAtMs,
  webhookDeliveries.messageId,
  webhookDeliveries.endpointId,
] as const;

/** The newest first, after a place in that order; of one state or all. */
export async function deliveriesIn(
  database: D1Database,
  scope: Scope,
  {
    limit,
    state = null,
    after = null,
  }: { limit: number; state?: Delivery['state'] | null; after?: ListPlace | null },
): Promise<Delivery[]> {
  return drizzle(database)
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        scope === 'everyone' ? undefined : eq(webhookDeliveries.ownerId, scope.ownerId),
        state === null ? undefined : eq(webhookDeliveries.state, state),
        afterPlace(LISTED_BY, after),
      ),
    )
    .orderBy(...newestFirst(LISTED_BY))
    .limit(limit);
}

/** What became of one message, by endpoint. */
export async function deliveriesOf(
  database: D1Database,
  scope: Scope,
  messageId: string,
): Promise<Delivery[]> {
  return drizzle(database)
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.messageId, messageId),
        scope === 'everyone' ? undefined : eq(webhookDeliveries.ownerId, scope.ownerId),
      ),
    );
}

/** What of a message was given up is due again, with all its attempts; not to endpoints that nothing is sent to any more. Whether anything is. */
export async function sendAgain(database: D1Database, messageId: string, entry: AuditRow): Promise<boolean> {
  const change = drizzle(database)
    .update(webhookDeliveries)
    .set({ state: 'waiting', attempts: 0, nextAttemptAtMs: entry.atMs })
    .where(
      and(
        eq(webhookDeliveries.messageId, messageId),
        eq(webhookDeliveries.state, 'dead'),
        sql`exists (select 1 from ${webhookEndpoints} e where e.id = ${webhookDeliveries.endpointId} and e.disabled_at_ms is null)`,
      ),
    )
    .returning({ messageId: webhookDeliveries.messageId });
  const [sent = []] = await runTogether(database, [change, entryIfChanged(entry)]);
  return sent.length > 0;
}
