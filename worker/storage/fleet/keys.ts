/** Keys of the fleet's API. */
import { and, eq, isNull } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { apiKeys, owners } from '../../../db/fleet.ts';
import type { ApiKey, AuditRow } from '../../domain/fleet/fleet.ts';
import type { Scope } from '../../domain/fleet/permissions.ts';
import { audited } from './audit.ts';

export async function insertKey(database: D1Database, key: ApiKey, entry: AuditRow): Promise<void> {
  await audited(database, entry, drizzle(database).insert(apiKeys).values(key));
}

/** Those that were made last first. */
export async function keysIn(database: D1Database, scope: Scope): Promise<ApiKey[]> {
  return (
    await drizzle(database).select().from(apiKeys).where(within(scope)).orderBy(apiKeys.createdAtMs)
  ).toReversed();
}

export async function keyOf(database: D1Database, scope: Scope, prefix: string): Promise<ApiKey | null> {
  const [row] = await drizzle(database)
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.prefix, prefix), within(scope)));
  return row ?? null;
}

/** One whose owner, where it has one, is in service. */
export async function openKey(database: D1Database, prefix: string): Promise<ApiKey | null> {
  const [row] = await drizzle(database)
    .select({ key: apiKeys })
    .from(apiKeys)
    .leftJoin(owners, eq(owners.id, apiKeys.ownerId))
    .where(and(eq(apiKeys.prefix, prefix), isNull(owners.closedAtMs)));
  return row?.key ?? null;
}

export async function revokeKey(database: D1Database, prefix: string, entry: AuditRow): Promise<void> {
  const change = drizzle(database)
    .update(apiKeys)
    .set({ revokedAtMs: entry.atMs })
    .where(and(eq(apiKeys.prefix, prefix), isNull(apiKeys.revokedAtMs)));
  await audited(database, entry, change);
}

function within(scope: Scope) {
  return scope === 'everyone' ? undefined : eq(apiKeys.ownerId, scope.ownerId);
}
