/** Agents as their owners see and change them. What a scope does not reach is not there. */
import { and, asc, eq, gt, type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { agentGaps, agentResults } from '../../../db/fleet.ts';
import { agents, results } from '../../../db/schema.ts';
import type { Agent } from '../../domain/agent.ts';
import type { AuditRow } from '../../domain/fleet/fleet.ts';
import type { Scope } from '../../domain/fleet/permissions.ts';
import { agentFrom, selectAgents } from '../agents.ts';
import { suppressionTo } from '../suppression-columns.ts';
import { audited } from './audit.ts';

/** Which agents are asked for; null for no matter. */
export interface AgentFilter {
  ownerId: string | null;
  groupId: string | null;
  siteId: string | null;
  tag: string | null;
  /** In service, and not heard since this moment, ms since the epoch. */
  silentSinceMs: number | null;
  /** In the name of the site, the owner's label or a tag. */
  text: string | null;
}

/** By id, after `afterId`. */
export async function agentsIn(
  database: D1Database,
  scope: Scope,
  { ownerId, groupId, siteId, tag, silentSinceMs, text }: AgentFilter,
  { afterId, limit }: { afterId: string | null; limit: number },
): Promise<Agent[]> {
  const rows = await selectAgents(database)
    .where(
      and(
        within(scope),
        ownerId === null ? undefined : eq(agents.ownerId, ownerId),
        groupId === null ? undefined : eq(agents.groupId, groupId),
        siteId === null ? undefined : eq(agents.siteId, siteId),
        tag === null ? undefined : sql`${tag} in (select value from json_each(${agents.tags}))`,
        silentSinceMs === null
          ? undefined
          : sql`${agents.revokedAtMs} is null and coalesce(${agents.heardAtMs}, ${agents.enrolledAtMs}) < ${silentSinceMs}`,
        text === null
          ? undefined
          : sql`instr(lower(${agents.siteName} || char(10) || ${agents.owner} || char(10) || ${agents.tags}), lower(${text})) > 0`,
        afterId === null ? undefined : gt(agents.id, afterId),
      ),
    )
    .orderBy(asc(agents.id))
    .limit(limit);
  return rows.map(agentFrom);
}

export async function agentIn(database: D1Database, scope: Scope, id: string): Promise<Agent | null> {
  const [row] = await selectAgents(database).where(and(eq(agents.id, id), within(scope)));
  return row === undefined ? null : agentFrom(row);
}

/** Those of these ids that the scope reaches, in no order. */
export async function agentsOf(database: D1Database, scope: Scope, ids: readonly string[]): Promise<Agent[]> {
  const rows = await selectAgents(database).where(
    and(within(scope), sql`${agents.id} in (select value from json_each(${JSON.stringify(ids)}))`),
  );
  return rows.map(agentFrom);
}

/** What is given of an agent; the rest stays as another request may have made it meanwhile. */
export interface AgentUpdate {
  groupId?: string | null;
  tags?: readonly string[];
  schedule?: Agent['schedule'];
  suppression?: Agent['suppression'];
  /** One that was stolen stays so. */
  revokedAs?: 'retired' | 'stolen';
}

export async function updateAgent(
  database: D1Database,
  id: string,
  { groupId, tags, schedule, suppression, revokedAs }: AgentUpdate,
  entry: AuditRow,
): Promise<void> {
  const set = {
    ...(groupId !== undefined && { groupId }),
    ...(tags !== undefined && { tags: [...tags] }),
    ...(schedule !== undefined && { schedule }),
    ...(suppression !== undefined && suppressionTo(suppression)),
    ...(revokedAs !== undefined && {
      revokedAs: sql`case when ${agents.revokedAs} = 'stolen' then 'stolen' else ${revokedAs} end`,
      revokedAtMs: sql`coalesce(${agents.revokedAtMs}, ${entry.atMs})`,
    }),
  };
  const changes =
    Object.keys(set).length === 0 ? [] : [drizzle(database).update(agents).set(set).where(eq(agents.id, id))];
  await audited(database, entry, ...changes);
}

/** When agents were not heard, of gaps that ended after `sinceMs`. */
export async function gapsIn(
  database: D1Database,
  ids: readonly string[],
  sinceMs: number,
): Promise<Map<string, { fromMs: number; toMs: number }[]>> {
  const rows = await drizzle(database)
    .select()
    .from(agentGaps)
    .where(
      and(
        sql`${agentGaps.agentId} in (select value from json_each(${JSON.stringify(ids)}))`,
        gt(agentGaps.toMs, sinceMs),
      ),
    );
  return Map.groupBy(rows, ({ agentId }) => agentId);
}

/** How many agents there are in each region, how many of them are in service, and how many of these were heard since; most first. */
export async function countAgents(
  database: D1Database,
  scope: Scope,
  sinceMs: number,
): Promise<{ code: string | null; agents: number; inService: number; heard: number }[]> {
  const code = sql<string | null>`${agents.declared} ->> '$.subdivisionCode'`;
  const inService = sql<number>`count(*) filter (where ${agents.revokedAtMs} is null)`;
  return drizzle(database)
    .select({
      code,
      agents: sql<number>`count(*)`,
      inService,
      heard: sql<number>`count(*) filter (where ${agents.revokedAtMs} is null and ${agents.heardAtMs} >= ${sinceMs})`,
    })
    .from(agents)
    .where(within(scope))
    .groupBy(code)
    .orderBy(sql`${inService} desc`, code);
}

/** Results of one agent, newest first. */
export async function resultsOfAgent(
  database: D1Database,
  id: string,
  { fromMs, toMs, limit }: { fromMs: number; toMs: number; limit: number },
) {
  return drizzle(database)
    .select({
      id: results.id,
      measuredAtMs: results.measuredAtMs,
      valid: results.valid,
      excludedBy: results.excludedBy,
      ipVersion: results.ipVersion,
      downloadBps: results.downloadBps,
      uploadBps: results.uploadBps,
      idleRttMs: results.idleRttMs,
      workingRttDownloadMs: results.workingRttDownloadMs,
      workingRttUploadMs: results.workingRttUploadMs,
      pdvP95Ms: results.pdvP95Ms,
      lossRatio: results.lossRatio,
      rpm: results.rpm,
    })
    .from(agentResults)
    .innerJoin(results, eq(results.id, agentResults.resultId))
    .where(
      and(
        eq(agentResults.agentId, id),
        sql`${agentResults.measuredAtMs} >= ${fromMs} and ${agentResults.measuredAtMs} < ${toMs}`,
      ),
    )
    .orderBy(sql`${agentResults.measuredAtMs} desc`)
    .limit(limit);
}

function within(scope: Scope): SQL | undefined {
  return scope === 'everyone' ? undefined : eq(agents.ownerId, scope.ownerId);
}
