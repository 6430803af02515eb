/** Links that log in, who may through Cloudflare Access, and who is logged in. */
import { and, eq, gt, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { accessGrants, loginLinks, logins, owners } from '../../../db/fleet.ts';
import type { FleetRole } from '../../../measurement-agent/protocol/fleet.ts';
import type { AuditRow, Login } from '../../domain/fleet/fleet.ts';
import { audited } from './audit.ts';

/** Who a link or a grant lets in as. */
export interface Entrance {
  role: FleetRole;
  ownerId: string | null;
}

export async function insertLoginLink(
  database: D1Database,
  link: Entrance & { tokenHash: string; expiresAtMs: number },
  entry: AuditRow,
): Promise<void> {
  await audited(database, entry, drizzle(database).insert(loginLinks).values(link));
}

/** Uses a link up, and answers whom it lets in; null for one that is used, over, or none. */
export async function takeLoginLink(
  database: D1Database,
  tokenHash: string,
  nowMs: number,
): Promise<Entrance | null> {
  const [taken] = await drizzle(database)
    .update(loginLinks)
    .set({ usedAtMs: nowMs })
    .where(
      and(
        eq(loginLinks.tokenHash, tokenHash),
        isNull(loginLinks.usedAtMs),
        gt(loginLinks.expiresAtMs, nowMs),
      ),
    )
    .returning({ role: loginLinks.role, ownerId: loginLinks.ownerId });
  return taken ?? null;
}

/** One grant a subject: the last counts. */
export async function putAccessGrant(
  database: D1Database,
  grant: Entrance & { subject: string },
  entry: AuditRow,
): Promise<void> {
  const row = { ...grant, createdAtMs: entry.atMs, revokedAtMs: null };
  const change = drizzle(database)
    .insert(accessGrants)
    .values(row)
    .onConflictDoUpdate({ target: accessGrants.subject, set: row });
  await audited(database, entry, change);
}

export async function revokeAccessGrant(
  database: D1Database,
  subject: string,
  entry: AuditRow,
): Promise<void> {
  const change = drizzle(database)
    .update(accessGrants)
    .set({ revokedAtMs: entry.atMs })
    .where(eq(accessGrants.subject, subject));
  await audited(database, entry, change);
}

/** Null for who was never let in, or is no more. */
export async function accessGrantOf(database: D1Database, subject: string): Promise<Entrance | null> {
  const [row] = await drizzle(database)
    .select({ role: accessGrants.role, ownerId: accessGrants.ownerId })
    .from(accessGrants)
    .where(and(eq(accessGrants.subject, subject), isNull(accessGrants.revokedAtMs)));
  return row ?? null;
}

/** Logs in, and forgets logins that are over. */
export async function insertLogin(database: D1Database, login: Login, entry: AuditRow): Promise<void> {
  const db = drizzle(database);
  await audited(
    database,
    entry,
    db.delete(logins).where(lt(logins.expiresAtMs, entry.atMs)),
    db.insert(logins).values({ ...login, createdAtMs: entry.atMs }),
  );
}

/** A login that still holds: not over, not ended, its owner in service, and its grant not revoked. */
export async function loginOf(database: D1Database, id: string, nowMs: number): Promise<Login | null> {
  const [row] = await drizzle(database)
    .select({ login: logins })
    .from(logins)
    .leftJoin(owners, eq(owners.id, logins.ownerId))
    .leftJoin(accessGrants, eq(accessGrants.subject, logins.subject))
    .where(
      and(
        eq(logins.id, id),
        gt(logins.expiresAtMs, nowMs),
        isNull(logins.revokedAtMs),
        isNull(owners.closedAtMs),
        or(
          isNull(logins.subject),
          // By a grant that has been the same since: another, or the same one given anew, is another login's.
          and(
            isNull(accessGrants.revokedAtMs),
            eq(accessGrants.role, logins.role),
            sql`${accessGrants.ownerId} is ${logins.ownerId}`,
            lte(accessGrants.createdAtMs, logins.createdAtMs),
          ),
        ),
      ),
    );
  if (row === undefined) return null;
  const { role, ownerId, subject, expiresAtMs } = row.login;
  return { id, role, ownerId, subject, expiresAtMs };
}

export async function endLogin(database: D1Database, id: string, entry: AuditRow): Promise<void> {
  const change = drizzle(database).update(logins).set({ revokedAtMs: entry.atMs }).where(eq(logins.id, id));
  await audited(database, entry, change);
}

/** Of one owner, or of everybody; links that were not used yet log nobody in any more, either. */
export async function endLogins(
  database: D1Database,
  ownerId: string | null,
  entry: AuditRow,
): Promise<void> {
  const db = drizzle(database);
  await audited(
    database,
    entry,
    db
      .update(logins)
      .set({ revokedAtMs: entry.atMs })
      .where(ownerId === null ? undefined : eq(logins.ownerId, ownerId)),
    db
      .update(loginLinks)
      .set({ usedAtMs: entry.atMs })
      .where(
        and(isNull(loginLinks.usedAtMs), ownerId === null ? undefined : eq(loginLinks.ownerId, ownerId)),
      ),
  );
}
