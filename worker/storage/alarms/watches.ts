/** Rules on agents: which are to be looked at, and what a look came to. */
import { and, eq, gt, isNull, lte, type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { alarmRules, alarms, alarmWatches, webhookDeliveries, webhookEndpoints } from '../../../db/alarms.ts';
import { agentGroups, agentResults, owners } from '../../../db/fleet.ts';
import { agents, results } from '../../../db/schema.ts';
import type { HeartbeatRequest } from '../../../measurement-agent/protocol/agents.ts';
import type { Declared } from '../../../measurement-agent/protocol/result.ts';
import type { Schedule } from '../../../measurement-agent/protocol/schedule.ts';
import type { Agent } from '../../domain/agent.ts';
import type { Retest } from '../../domain/agent-service.ts';
import { type Alarm, type AlarmRule, alarmMessage } from '../../domain/fleet/alarm.ts';
import { type LineResult, newWatch, type Watch } from '../../domain/fleet/alarm-rules.ts';
import { lookAgainAtMs } from '../../domain/fleet/alarm-state.ts';
import { inOneStep } from '../one-step.ts';
import { EVERYBODY, pauseOfAll, pauseOfOwner, pausesOfAgent } from '../operator-pauses.ts';

/** A rule on an agent that something may have changed for. */
export interface DueWatch {
  rule: AlarmRule;
  agent: {
    id: string;
    site: string;
    declared: Declared;
    /** Its own, else its group's; null for the default. */
    schedule: Schedule | null;
    enrolledAtMs: number;
    heardAtMs: number | null;
    heartbeat: HeartbeatRequest | null;
  } & Pick<Agent, 'suppression' | 'groupSuppression' | 'ownerSuppression' | 'operatorSuppressions'>;
  step: number;
  watch: Watch;
  /** The alarm that lasts; null for none. */
  alarm: Alarm | null;
}

/** Where watches are sorted; all of them come after `FIRST`. */
export interface Place {
  ruleId: string;
  agentId: string;
}
export const FIRST: Place = { ruleId: '', agentId: '' };

/** Whether anybody has a rule. */
export async function isAnyRule(database: D1Database): Promise<boolean> {
  return (await drizzle(database).select({ id: alarmRules.id }).from(alarmRules).limit(1)).length > 0;
}

/** Puts every rule on every agent that it is of. */
export async function addWatches(database: D1Database, nowMs: number): Promise<void> {
  await drizzle(database).run(sql`
    insert into ${alarmWatches} (rule_id, agent_id, step, watch, seen_to_ms)
    select r.id, a.id, 0, ${JSON.stringify(newWatch(nowMs))}, ${nowMs}
    from ${alarmRules} r join ${agents} a on a.owner_id = r.owner_id and (r.agent_id is null or r.agent_id = a.id)
    where a.revoked_at_ms is null
      and not exists (select 1 from ${alarmWatches} w where w.rule_id = r.id and w.agent_id = a.id)`);
}

const SELECTED = {
  rule: alarmRules,
  agent: agents,
  group: agentGroups,
  owner: owners,
  pauseOfOwner,
  pauseOfAll,
  step: alarmWatches.step,
  watch: alarmWatches.watch,
  alarm: alarms,
};

/** A result that says how the line is. Of another ISP's line it counts in no public figure; its owner may watch it all the same. */
const ofTheLine = sql`(${results.valid} = 1 or ${results.excludedBy} = 'others-line')`;

/** Those that the clock, a heartbeat, silence or a result may have changed, by rule and agent after those of `after`. */
export async function dueWatches(
  database: D1Database,
  nowMs: number,
  after: Place,
  limit: number,
): Promise<DueWatch[]> {
  const heardOr = sql`coalesce(${agents.heardAtMs}, ${agents.enrolledAtMs})`;
  const anew = sql`case json_extract(${alarmRules.condition}, '$.kind')
    when 'silence' then ${alarmWatches.alarmId} is not null
      or ${heardOr} <= ${nowMs} - 1000 * json_extract(${alarmRules.condition}, '$.afterS')
    when 'threshold' then exists (select 1 from ${agentResults}
      join ${results} on ${results.id} = ${agentResults.resultId} and ${ofTheLine}
      where ${agentResults.agentId} = ${alarmWatches.agentId} and ${agentResults.measuredAtMs} > ${alarmWatches.seenToMs})
    else ${agents.heartbeat} is not null and ${agents.heardAtMs} > ${alarmWatches.seenToMs} end`;
  const rows = await drizzle(database)
    .select(SELECTED)
    .from(alarmWatches)
    .innerJoin(alarmRules, eq(alarmRules.id, alarmWatches.ruleId))
    .innerJoin(agents, eq(agents.id, alarmWatches.agentId))
    .leftJoin(agentGroups, eq(agentGroups.id, agents.groupId))
    .leftJoin(owners, eq(owners.id, agents.ownerId))
    .leftJoin(pauseOfOwner, eq(pauseOfOwner.scope, agents.ownerId))
    .leftJoin(pauseOfAll, eq(pauseOfAll.scope, EVERYBODY))
    .leftJoin(alarms, eq(alarms.id, alarmWatches.alarmId))
    .where(
      and(
        isNull(agents.revokedAtMs),
        eq(agents.ownerId, alarmRules.ownerId),
        sql`(${alarmWatches.ruleId}, ${alarmWatches.agentId}) > (${after.ruleId}, ${after.agentId})`,
        sql`(${alarmWatches.lookAgainAtMs} <= ${nowMs} or ${anew})`,
      ),
    )
    .orderBy(alarmWatches.ruleId, alarmWatches.agentId)
    .limit(limit);
  return rows.map(({ rule, step, watch, alarm, ...found }) => ({
    rule,
    agent: {
      ...found.agent,
      site: found.agent.siteName,
      schedule: found.agent.schedule ?? found.group?.schedule ?? null,
      ...pausesOfAgent(found),
    },
    step,
    // Only this module writes one.
    watch: watch as Watch,
    alarm,
  }));
}

/** An agent, and since when its results are read. */
export interface ResultsAsked {
  agentId: string;
  sinceMs: number;
}

/** Results of some agents that say how their lines are, each since a moment of its own, of each the newest `most`; oldest first, by agent. */
export async function resultsOfAgents(
  database: D1Database,
  asked: readonly ResultsAsked[],
  most: number,
): Promise<Map<string, LineResult[]>> {
  const db = drizzle(database);
  const newest = db.$with('newest').as(
    db
      .select({
        resultId: agentResults.resultId,
        agentId: agentResults.agentId,
        measuredAtMs: agentResults.measuredAtMs,
        turn: sql<number>`row_number() over (partition by ${agentResults.agentId} order by ${agentResults.measuredAtMs} desc)`.as(
          'turn',
        ),
      })
      .from(sql`json_each(${JSON.stringify(asked)}) each`)
      .innerJoin(
        agentResults,
        sql`${agentResults.agentId} = each.value ->> 'agentId' and ${agentResults.measuredAtMs} > each.value ->> 'sinceMs'`,
      )
      .innerJoin(results, and(eq(results.id, agentResults.resultId), ofTheLine)),
  );
  const rows = await db
    .with(newest)
    .select({
      agentId: newest.agentId,
      measuredAtMs: newest.measuredAtMs,
      ipVersion: results.ipVersion,
      downloadBps: results.downloadBps,
      uploadBps: results.uploadBps,
      idleRttMs: results.idleRttMs,
      workingRttDownloadMs: results.workingRttDownloadMs,
      workingRttUploadMs: results.workingRttUploadMs,
      lossRatio: results.lossRatio,
      rpm: results.rpm,
      contractDownloadBps: results.contractDownloadBps,
      contractUploadBps: results.contractUploadBps,
    })
    .from(newest)
    .innerJoin(results, eq(results.id, newest.resultId))
    .where(lte(newest.turn, most))
    .orderBy(newest.measuredAtMs);
  const byAgent = new Map<string, LineResult[]>();
  for (const {
    agentId,
    measuredAtMs,
    ipVersion,
    contractDownloadBps,
    contractUploadBps,
    ...figures
  } of rows) {
    const list = byAgent.get(agentId) ?? [];
    list.push({
      measuredAtMs,
      ipVersion: ipVersion === 4 || ipVersion === 6 ? ipVersion : null,
      figures,
      contractDownloadBps,
      contractUploadBps,
    });
    byAgent.set(agentId, list);
  }
  return byAgent;
}

/** Keeps looks that told nothing and left the state as it was. One that another has stepped from meanwhile is left alone. */
export async function keepSeen(
  database: D1Database,
  looked: readonly (Place & { step: number; watch: Watch })[],
): Promise<void> {
  const rows = looked.map(({ watch, ...rest }) => ({
    ...rest,
    watch: JSON.stringify(watch),
    seenToMs: watch.seenToMs,
  }));
  await drizzle(database).run(sql`
    update ${alarmWatches} set watch = seen.value ->> 'watch', seen_to_ms = seen.value ->> 'seenToMs'
    from json_each(${JSON.stringify(rows)}) seen
    where rule_id = seen.value ->> 'ruleId' and agent_id = seen.value ->> 'agentId' and step = seen.value ->> 'step'`);
}

/** What a look came to: the watch as it is now, and the alarm that is raised or over with it; null for neither. */
export interface LookedAt {
  due: Place & { step: number; alarmId: string | null };
  watch: Watch;
  alarm: Alarm | null;
  messageId: string;
}

/**
 * Keeps it, with the messages that tell of it, in one transaction. False when another took this step, or the rule is gone: then nothing
 * is kept.
 */
export function commitLook(
  database: D1Database,
  { due, watch, alarm, messageId }: LookedAt,
  nowMs: number,
): Promise<boolean> {
  const { state } = watch;
  const retest = state.phase === 'retesting' ? state : null;
  const alarmId = alarm === null ? due.alarmId : alarm.endedAtMs === null ? alarm.id : null;
  const step = sql`
    update ${alarmWatches} set
      step = case when step = ${due.step} then ${due.step + 1} end,
      watch = ${JSON.stringify(watch)}, seen_to_ms = ${watch.seenToMs}, look_again_at_ms = ${lookAgainAtMs(state, nowMs)},
      retest_asked_at_ms = ${retest?.askedAtMs ?? null}, retest_until_ms = ${retest?.untilMs ?? null}, alarm_id = ${alarmId}
    where rule_id = ${due.ruleId} and agent_id = ${due.agentId}`;
  const stepped = sql`exists (select 1 from ${alarmWatches} where rule_id = ${due.ruleId}
    and agent_id = ${due.agentId} and step = ${due.step + 1})`;
  return inOneStep(database, [step, ...(alarm === null ? [] : tellings(alarm, messageId, nowMs, stepped))]);
}

/** A watch that nobody wants any more, of an alarm or without one. */
export interface Orphan {
  ruleId: string;
  agentId: string;
  step: number;
  alarm: Alarm | null;
}

/** Watches whose rule is gone, or whose agent is out of service or another owner's. */
export async function someOrphans(database: D1Database, limit: number): Promise<Orphan[]> {
  const rows = await drizzle(database)
    .select({
      ruleId: alarmWatches.ruleId,
      agentId: alarmWatches.agentId,
      step: alarmWatches.step,
      alarm: alarms,
    })
    .from(alarmWatches)
    .leftJoin(alarms, eq(alarms.id, alarmWatches.alarmId))
    .where(
      sql`not exists (select 1 from ${alarmRules} r join ${agents} a on a.owner_id = r.owner_id
        where r.id = ${alarmWatches.ruleId} and a.id = ${alarmWatches.agentId} and a.revoked_at_ms is null
          and (r.agent_id is null or r.agent_id = a.id))`,
    )
    .limit(limit);
  return rows;
}

/** Forgets a watch, and tells that its alarm is withdrawn. False when another did. */
export function commitOrphan(
  database: D1Database,
  { ruleId, agentId, step, alarm }: Orphan,
  messageId: string,
  nowMs: number,
): Promise<boolean> {
  const taken = sql`update ${alarmWatches} set step = case when step = ${step} then ${step + 1} end
    where rule_id = ${ruleId} and agent_id = ${agentId}`;
  const there = sql`exists (select 1 from ${alarmWatches} where rule_id = ${ruleId} and agent_id = ${agentId})`;
  const withdrawn: Alarm | null = alarm && { ...alarm, endedAtMs: nowMs, endedAs: 'withdrawn' };
  return inOneStep(database, [
    taken,
    ...(withdrawn === null ? [] : tellings(withdrawn, messageId, nowMs, there)),
    sql`delete from ${alarmWatches} where rule_id = ${ruleId} and agent_id = ${agentId}`,
  ]);
}

/** The retest that an agent is asked for, by the rule that asked last, as `retestFrom` reads it. */
export function retestsOf(database: D1Database, agentId: string, nowMs: number) {
  return drizzle(database)
    .select({ askedAtMs: alarmWatches.retestAskedAtMs, untilMs: alarmWatches.retestUntilMs })
    .from(alarmWatches)
    .where(and(eq(alarmWatches.agentId, agentId), gt(alarmWatches.retestUntilMs, nowMs)))
    .orderBy(sql`${alarmWatches.retestAskedAtMs} desc`)
    .limit(1);
}

/** Null for none. */
export function retestFrom([row]: Awaited<ReturnType<typeof retestsOf>>): Retest | null {
  if (row === undefined || row.askedAtMs === null || row.untilMs === null) return null;
  return { askedAtMs: row.askedAtMs, untilMs: row.untilMs };
}

/** The alarm as it is now, and a message of it to every endpoint of its owner's, unless that is closed; as far as `when` holds. */
function tellings(alarm: Alarm, messageId: string, nowMs: number, when: SQL): SQL[] {
  const message = alarmMessage(alarm);
  const own =
    alarm.endedAtMs === null
      ? sql`insert into ${alarms} (id, owner_id, rule_id, rule_name, agent_id, site, condition, raised_at_ms, confirmed_by, value, bound)
          select ${alarm.id}, ${alarm.ownerId}, ${alarm.ruleId}, ${alarm.ruleName}, ${alarm.agentId}, ${alarm.site},
            ${JSON.stringify(alarm.condition)}, ${alarm.raisedAtMs}, ${alarm.confirmedBy}, ${alarm.value}, ${alarm.bound}
          where ${when}`
      : sql`update ${alarms} set ended_at_ms = ${alarm.endedAtMs}, ended_as = ${alarm.endedAs}
          where id = ${alarm.id} and ended_at_ms is null and ${when}`;
  const messages = sql`
    insert into ${webhookDeliveries}
      (message_id, endpoint_id, owner_id, alarm_id, type, payload, created_at_ms, state, attempts, next_attempt_at_ms)
    select ${messageId}, e.id, e.owner_id, ${alarm.id}, ${message.type}, ${JSON.stringify(message)}, ${nowMs}, 'waiting', 0, ${nowMs}
    from ${webhookEndpoints} e join ${owners} o on o.id = e.owner_id
    where e.owner_id = ${alarm.ownerId} and o.closed_at_ms is null and e.disabled_at_ms is null and ${when}`;
  return [own, messages];
}
