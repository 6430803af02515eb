/** Sites. What a scope does not reach is not there. */
import { and, eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { sites } from '../../../db/fleet.ts';
import { agents, enrolmentTokens } from '../../../db/schema.ts';
import type { AuditRow, OwnedSite } from '../../domain/fleet/fleet.ts';
import type { Scope } from '../../domain/fleet/permissions.ts';
import { audited } from './audit.ts';

export async function insertSite(database: D1Database, site: OwnedSite, entry: AuditRow): Promise<void> {
  const change = drizzle(database)
    .insert(sites)
    .values({ ...site, createdAtMs: entry.atMs });
  await audited(database, entry, change);
}

/** By owner and name. */
export async function sitesIn(database: D1Database, scope: Scope): Promise<OwnedSite[]> {
  return selectSites(database).where(within(scope)).orderBy(sites.ownerId, sites.name);
}

export async function siteOf(database: D1Database, scope: Scope, id: string): Promise<OwnedSite | null> {
  const [row] = await selectSites(database).where(and(eq(sites.id, id), within(scope)));
  return row ?? null;
}

export async function siteNamed(
  database: D1Database,
  ownerId: string,
  name: string,
): Promise<OwnedSite | null> {
  const [row] = await selectSites(database).where(and(eq(sites.ownerId, ownerId), eq(sites.name, name)));
  return row ?? null;
}

/** Its agents, and those that will enrol with a token of it, are filed under what is said now. */
export async function updateSite(
  database: D1Database,
  { id, name, declared }: OwnedSite,
  entry: AuditRow,
): Promise<void> {
  const db = drizzle(database);
  await audited(
    database,
    entry,
    db.update(sites).set({ name, declared }).where(eq(sites.id, id)),
    db.update(agents).set({ siteName: name, declared }).where(eq(agents.siteId, id)),
    db.update(enrolmentTokens).set({ siteName: name, declared }).where(eq(enrolmentTokens.siteId, id)),
  );
}

function selectSites(database: D1Database) {
  const { id, ownerId, name, declared } = sites;
  return drizzle(database).select({ id, ownerId, name, declared }).from(sites);
}

function within(scope: Scope) {
  return scope === 'everyone' ? undefined : eq(sites.ownerId, scope.ownerId);
}
