/** The audit log. A change and its entry are one transaction. */
import { and, desc, eq, lt, notLike, sql } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import { drizzle } from 'drizzle-orm/d1';
import { auditLog } from '../../../db/fleet.ts';
import type { AuditRow } from '../../domain/fleet/fleet.ts';
import type { Scope } from '../../domain/fleet/permissions.ts';

/** Makes changes together with the entry that tells of them: all of it, or nothing. */
export async function audited(
  database: D1Database,
  entry: AuditRow,
  ...changes: readonly BatchItem<'sqlite'>[]
): Promise<void> {
  const db = drizzle(database);
  await db.batch([db.insert(auditLog).values(entry), ...changes]);
}

/** An entry of what was changed elsewhere. */
export async function noteChange(database: D1Database, entry: AuditRow): Promise<void> {
  await drizzle(database).insert(auditLog).values(entry);
}

/** The statement that makes an entry, in a batch right after a change: none where that changed nothing. */
export function entryIfChanged({ atMs, actor, role, ownerId, action, target, before, after }: AuditRow) {
  const facts = (of: AuditRow['before']) => (of === null ? null : JSON.stringify(of));
  return sql`insert into ${auditLog} (at_ms, actor, role, owner_id, action, target, before, after)
    select ${atMs}, ${actor}, ${role}, ${ownerId}, ${action}, ${target}, ${facts(before)}, ${facts(after)} where changes() > 0`;
}

/** What a regulator is told nothing of (docs/fleet.md). */
const SECRET_ACTIONS = ['key.%', 'webhook.%', 'contact.%'];

/** The newest first, from before entry `beforeId`; null for the newest of all. `withSecrets`: also what tells of keys, webhooks and contact data. */
export async function auditIn(
  database: D1Database,
  scope: Scope,
  { beforeId, limit, withSecrets }: { beforeId: number | null; limit: number; withSecrets: boolean },
): Promise<(AuditRow & { id: number })[]> {
  return drizzle(database)
    .select()
    .from(auditLog)
    .where(
      and(
        scope === 'everyone' ? undefined : eq(auditLog.ownerId, scope.ownerId),
        beforeId === null ? undefined : lt(auditLog.id, beforeId),
        withSecrets ? undefined : and(...SECRET_ACTIONS.map((pattern) => notLike(auditLog.action, pattern))),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(limit);
}
