/** Tokens that let a device enrol. */
import { and, desc, eq, gt, notExists } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { agents, enrolmentTokens } from '../../../db/schema.ts';
import type { FleetCohort } from '../../../measurement-agent/protocol/agents.ts';
import type { EnrolmentToken } from '../../domain/agent.ts';
import type { AuditRow, MadeToken } from '../../domain/fleet/fleet.ts';
import { audited } from './audit.ts';

export async function insertToken(
  database: D1Database,
  { site, ...token }: EnrolmentToken,
  entry: AuditRow,
): Promise<void> {
  const change = drizzle(database)
    .insert(enrolmentTokens)
    .values({ ...token, siteName: site.name, declared: site.declared, createdAtMs: entry.atMs });
  await audited(database, entry, change);
}

/** The newest first, with who used them. */
export async function tokensOf(database: D1Database, siteId: string): Promise<MadeToken[]> {
  const { cohort, createdAtMs, expiresAtMs } = enrolmentTokens;
  const rows = await drizzle(database)
    .select({ cohort, createdAtMs, expiresAtMs, usedBy: agents.id })
    .from(enrolmentTokens)
    .leftJoin(agents, eq(agents.tokenHash, enrolmentTokens.tokenHash))
    .where(eq(enrolmentTokens.siteId, siteId))
    .orderBy(desc(createdAtMs));
  // Only tokens of these are ever made.
  return rows.map((row) => ({ ...row, cohort: row.cohort as FleetCohort }));
}

/** From now on no device enrols with a token of the site; those that did stay enrolled. */
export async function endTokensOf(database: D1Database, siteId: string, entry: AuditRow): Promise<void> {
  const db = drizzle(database);
  const users = db.select().from(agents).where(eq(agents.tokenHash, enrolmentTokens.tokenHash));
  const change = db
    .update(enrolmentTokens)
    .set({ expiresAtMs: entry.atMs })
    .where(
      and(eq(enrolmentTokens.siteId, siteId), gt(enrolmentTokens.expiresAtMs, entry.atMs), notExists(users)),
    );
  await audited(database, entry, change);
}
