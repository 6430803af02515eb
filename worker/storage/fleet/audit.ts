/** The audit log. A change and its entry are one transaction. */
import { and, desc, eq, lt } from 'drizzle-orm';
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

/** The newest first, from before entry `beforeId`; null for the newest of all. */
export async function auditIn(
  database: D1Database,
  scope: Scope,
  beforeId: number | null,
  limit: number,
): Promise<(AuditRow & { id: number })[]> {
  return drizzle(database)
    .select()
    .from(auditLog)
    .where(
      and(
        scope === 'everyone' ? undefined : eq(auditLog.ownerId, scope.ownerId),
        beforeId === null ? undefined : lt(auditLog.id, beforeId),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(limit);
}
