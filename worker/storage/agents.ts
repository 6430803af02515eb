/** Enrolled devices, what lets one enrol, and nonces of their requests. One exported function is one query. */
import { eq, lt } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { agentNonces, agents, enrolmentTokens } from '../../db/schema.ts';
import type { FleetCohort, HeartbeatRequest } from '../../measurement-agent/protocol/agents.ts';
import type { Schedule } from '../../measurement-agent/protocol/schedule.ts';
import type { Agent, EnrolmentToken } from '../domain/agent.ts';

export async function insertEnrolmentToken(
  database: D1Database,
  { site, ...token }: EnrolmentToken,
  createdAtMs: number,
): Promise<void> {
  await drizzle(database)
    .insert(enrolmentTokens)
    .values({ ...token, siteName: site.name, declared: site.declared, createdAtMs });
}

/** Null when no such token was ever made. */
export async function enrolmentTokenOf(
  database: D1Database,
  tokenHash: string,
): Promise<EnrolmentToken | null> {
  const [row] = await drizzle(database)
    .select()
    .from(enrolmentTokens)
    .where(eq(enrolmentTokens.tokenHash, tokenHash));
  if (row === undefined) return null;
  return {
    tokenHash: row.tokenHash,
    owner: row.owner,
    // Only tokens of these are ever made.
    cohort: row.cohort as FleetCohort,
    site: { name: row.siteName, declared: row.declared },
    expiresAtMs: row.expiresAtMs,
  };
}

/** Enrols the device, unless another one has with this token, and answers whose id the token is used by. */
export async function enrolAgent(
  database: D1Database,
  { id, publicKey }: Pick<Agent, 'id' | 'publicKey'>,
  { tokenHash, owner, cohort, site }: EnrolmentToken,
  enrolledAtMs: number,
): Promise<{ usedBy: string | null; created: boolean }> {
  const db = drizzle(database);
  const [inserted, found] = await db.batch([
    db
      .insert(agents)
      .values({
        id,
        publicKey,
        tokenHash,
        owner,
        cohort,
        siteName: site.name,
        declared: site.declared,
        enrolledAtMs,
      })
      .onConflictDoNothing()
      .returning({ id: agents.id }),
    db.select({ id: agents.id }).from(agents).where(eq(agents.tokenHash, tokenHash)),
  ]);
  return { usedBy: found[0]?.id ?? null, created: inserted.length > 0 };
}

/** Null when none is enrolled under this id. */
export async function agentOf(database: D1Database, id: string): Promise<Agent | null> {
  const [row] = await drizzle(database).select().from(agents).where(eq(agents.id, id));
  return row === undefined ? null : agentFrom(row);
}

/** All, by owner and site. */
export async function allAgents(database: D1Database): Promise<Agent[]> {
  return (await drizzle(database).select().from(agents).orderBy(agents.owner, agents.siteName)).map(
    agentFrom,
  );
}

/** Takes nothing more of it; the first reason stays unless it turns out stolen. False when there is none. */
export async function revokeAgent(
  database: D1Database,
  id: string,
  revokedAs: 'retired' | 'stolen',
  revokedAtMs: number,
): Promise<boolean> {
  const rows = await drizzle(database)
    .update(agents)
    .set({ revokedAs, revokedAtMs })
    .where(eq(agents.id, id))
    .returning({ id: agents.id });
  return rows.length > 0;
}

/** Null for the default. False when there is no such agent. */
export async function setSchedule(
  database: D1Database,
  id: string,
  schedule: Schedule | null,
): Promise<boolean> {
  const rows = await drizzle(database)
    .update(agents)
    .set({ schedule })
    .where(eq(agents.id, id))
    .returning({ id: agents.id });
  return rows.length > 0;
}

/** Of one agent, or of every one where `id` is null; a suppression of null lifts it. How many it was. */
export async function setSuppression(
  database: D1Database,
  id: string | null,
  suppression: Agent['suppression'],
): Promise<number> {
  const rows = await drizzle(database)
    .update(agents)
    .set({ suppressedUntilMs: suppression?.untilMs ?? null, suppressedWhy: suppression?.reason ?? null })
    .where(id === null ? undefined : eq(agents.id, id))
    .returning({ id: agents.id });
  return rows.length;
}

export async function noteHeartbeat(
  database: D1Database,
  id: string,
  heartbeat: HeartbeatRequest,
  heardAtMs: number,
): Promise<void> {
  await drizzle(database).update(agents).set({ heartbeat, heardAtMs }).where(eq(agents.id, id));
}

/** False when the agent has used this nonce; forgets those from before `forgetBeforeS`. */
export async function useNonce(
  database: D1Database,
  nonce: { agentId: string; nonce: string; createdAtS: number },
  forgetBeforeS: number,
): Promise<boolean> {
  const db = drizzle(database);
  const [, inserted] = await db.batch([
    db.delete(agentNonces).where(lt(agentNonces.createdAtS, forgetBeforeS)),
    db.insert(agentNonces).values(nonce).onConflictDoNothing().returning({ nonce: agentNonces.nonce }),
  ]);
  return inserted.length > 0;
}

function agentFrom(row: typeof agents.$inferSelect): Agent {
  return {
    id: row.id,
    publicKey: row.publicKey,
    owner: row.owner,
    cohort: row.cohort as FleetCohort,
    site: { name: row.siteName, declared: row.declared },
    schedule: row.schedule,
    suppression:
      row.suppressedUntilMs === null
        ? null
        : { untilMs: row.suppressedUntilMs, reason: row.suppressedWhy ?? '' },
    revokedAs: row.revokedAs,
    heardAtMs: row.heardAtMs,
    heartbeat: row.heartbeat,
  };
}
