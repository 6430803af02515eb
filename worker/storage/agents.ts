/** Enrolled devices, what lets one enrol, and nonces of their requests. One exported function is one query. */
import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { agentGroups, agentResults, owners } from '../../db/fleet.ts';
import { agentNonces, agents, enrolmentTokens, results } from '../../db/schema.ts';
import type { FleetCohort } from '../../measurement-agent/protocol/agents.ts';
import type { Agent, EnrolmentToken } from '../domain/agent.ts';
import type { AuditRow } from '../domain/fleet/fleet.ts';
import { entryIfChanged } from './fleet/audit.ts';
import { EVERYBODY, pauseOfAll, pauseOfOwner, pausesOfAgent } from './operator-pauses.ts';
import { runTogether } from './statement.ts';

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
  const [found] = await drizzle(database)
    .select({ row: enrolmentTokens })
    .from(enrolmentTokens)
    .leftJoin(owners, eq(owners.id, enrolmentTokens.ownerId))
    .where(and(eq(enrolmentTokens.tokenHash, tokenHash), isNull(owners.closedAtMs)));
  if (found === undefined) return null;
  const { row } = found;
  return {
    tokenHash: row.tokenHash,
    owner: row.owner,
    ownerId: row.ownerId,
    siteId: row.siteId,
    // Only tokens of these are ever made.
    cohort: row.cohort as FleetCohort,
    site: { name: row.siteName, declared: row.declared },
    expiresAtMs: row.expiresAtMs,
  };
}

/** Enrols the device, which the audit log tells, unless another one has with this token, and answers whose id the token is used by. */
export async function enrolAgent(
  database: D1Database,
  { id, publicKey }: Pick<Agent, 'id' | 'publicKey'>,
  { tokenHash, owner, ownerId, cohort, site, siteId }: EnrolmentToken,
  enrolledAtMs: number,
): Promise<{ usedBy: string | null; created: boolean }> {
  const db = drizzle(database);
  const entry: AuditRow = {
    atMs: enrolledAtMs,
    actor: `agent:${id.slice(0, 8)}`,
    role: 'owner',
    ownerId,
    action: 'agent.enrol',
    target: `agent:${id}`,
    before: null,
    after: { site: site.name, cohort },
  };
  const [inserted = [], , found = []] = await runTogether(database, [
    db
      .insert(agents)
      .values({
        id,
        publicKey,
        tokenHash,
        owner,
        ownerId,
        siteId,
        cohort,
        siteName: site.name,
        declared: site.declared,
        enrolledAtMs,
      })
      .onConflictDoNothing()
      .returning({ id: agents.id }),
    entryIfChanged(entry),
    db.select({ id: agents.id }).from(agents).where(eq(agents.tokenHash, tokenHash)),
  ]);
  return { usedBy: (found[0]?.['id'] as string | undefined) ?? null, created: inserted.length > 0 };
}

/** Null when none is enrolled under this id. */
export async function agentOf(database: D1Database, id: string): Promise<Agent | null> {
  const [row] = await selectAgents(database).where(eq(agents.id, id));
  return row === undefined ? null : agentFrom(row);
}

/** All, by owner and site. */
export async function allAgents(database: D1Database): Promise<Agent[]> {
  return (await selectAgents(database).orderBy(agents.owner, agents.siteName)).map(agentFrom);
}

/** Remembers which agent brought results that are stored; of one that is known already nothing changes. */
export async function noteResultsOf(database: D1Database, id: string, ids: readonly string[]): Promise<void> {
  await drizzle(database).run(
    sql`insert into ${agentResults} (result_id, agent_id, measured_at_ms)
      select id, ${id}, measured_at_ms from ${results}
      where id in (select value from json_each(${JSON.stringify(ids)})) on conflict (result_id) do nothing`,
  );
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

/** Agents with what holds of their group and owner. */
export function selectAgents(database: D1Database) {
  return drizzle(database)
    .select({ agent: agents, group: agentGroups, owner: owners, pauseOfOwner, pauseOfAll })
    .from(agents)
    .leftJoin(agentGroups, eq(agentGroups.id, agents.groupId))
    .leftJoin(owners, eq(owners.id, agents.ownerId))
    .leftJoin(pauseOfOwner, eq(pauseOfOwner.scope, agents.ownerId))
    .leftJoin(pauseOfAll, eq(pauseOfAll.scope, EVERYBODY));
}

type AgentRow = Awaited<ReturnType<typeof selectAgents>>[number];

export function agentFrom(found: AgentRow): Agent {
  const { agent: row, group, owner } = found;
  return {
    id: row.id,
    publicKey: row.publicKey,
    owner: row.owner,
    ownerId: row.ownerId,
    cohort: row.cohort as FleetCohort,
    ownersIsps: owner?.isps ?? null,
    site: { name: row.siteName, declared: row.declared },
    siteId: row.siteId,
    groupId: row.groupId,
    tags: row.tags,
    schedule: row.schedule,
    groupSchedule: group?.schedule ?? null,
    ...pausesOfAgent(found),
    revokedAs: row.revokedAs,
    enrolledAtMs: row.enrolledAtMs,
    heardAtMs: row.heardAtMs,
    heartbeat: row.heartbeat,
  };
}
