/** The scheduled look at the fleet: every rule on every agent that something may have changed for. */
import { type Alarm, type AlarmRule } from '../domain/fleet/alarm.ts';
import { look, PAST_MS, type WatchedAgent } from '../domain/fleet/alarm-rules.ts';
import type { Step } from '../domain/fleet/alarm-state.ts';
import { absenceBefore, type Span, silentForMs } from '../domain/fleet/health.ts';
import { isQuietAt, zoneOfSite } from '../domain/fleet/quiet-hours.ts';
import type { Env } from '../env.ts';
import { absencesSince, lastPresentAtMs, notePresent } from '../storage/alarms/presence.ts';
import {
  addWatches,
  alarmOf,
  commitLook,
  commitOrphan,
  type DueWatch,
  dueWatches,
  isAnyRule,
  resultsOfAgents,
  someOrphans,
} from '../storage/alarms/watches.ts';

/** Watches read at once: of as many agents the results of four weeks fit into memory. */
const A_PAGE = 50;
/** D1 takes 1,000 queries an invocation; what is left waits for the next run. */
const MOST_COMMITS = 300;
const MOST_PAGES = 200;
/** An alarm never looks further back. */
const AWAY_SINCE_MS = 31 * 86_400_000;

/** The job runs every 10 min at the edge, every 20 s under a local start: what is longer was an absence. */
const AWAY_AFTER_MS = 15 * 60_000;
const LOCAL_AWAY_AFTER_MS = 2 * 60_000;

/** Raises and takes back; what is told lies with the messages to send afterwards. */
export async function watchFleet(
  { DB, LOCAL }: Pick<Env, 'DB' | 'LOCAL'>,
  nowMs: number,
  newId: () => string,
): Promise<void> {
  const lastAtMs = await lastPresentAtMs(DB);
  const away = absenceBefore(lastAtMs, nowMs, LOCAL === '1' ? LOCAL_AWAY_AFTER_MS : AWAY_AFTER_MS);
  await notePresent(DB, nowMs, away);
  for (const orphan of await someOrphans(DB, MOST_COMMITS)) await commitOrphan(DB, orphan, newId(), nowMs);
  if (!(await isAnyRule(DB))) return;
  await addWatches(DB, nowMs);
  const absences = await absencesSince(DB, nowMs - AWAY_SINCE_MS);
  let after = { ruleId: '', agentId: '' };
  let commits = 0;
  for (let page = 0; page < MOST_PAGES && commits < MOST_COMMITS; page += 1) {
    const due = await dueWatches(DB, nowMs, after, A_PAGE);
    const last = due.at(-1);
    if (last === undefined) return;
    commits += await lookAtAll(DB, due, absences, nowMs, newId);
    after = { ruleId: last.rule.id, agentId: last.agent.id };
  }
}

/** How many changed. */
async function lookAtAll(
  database: D1Database,
  due: readonly DueWatch[],
  absences: readonly Span[],
  nowMs: number,
  newId: () => string,
): Promise<number> {
  const measured = due.filter(({ rule }) => rule.condition.kind === 'threshold').map(({ agent }) => agent.id);
  const results =
    measured.length === 0
      ? new Map<string, never[]>()
      : await resultsOfAgents(database, [...new Set(measured)], nowMs - 2 * PAST_MS);
  let commits = 0;
  for (const { rule, agent, step, watch: before, alarmId } of due) {
    const { heardAtMs, heartbeat } = agent;
    const watched: WatchedAgent = {
      silentForMs: silentForMs({ ...agent, away: absences }, nowMs),
      heard: heardAtMs === null || heartbeat === null ? null : { atMs: heardAtMs, heartbeat },
      monthlyBytes: agent.schedule?.monthlyBytes ?? null,
      results: results.get(agent.id) ?? [],
    };
    const quiet = isQuietAt(nowMs, rule.quietHours, zoneOfSite(agent.schedule, agent.declared));
    const { watch, told } = look(rule.condition, before, watched, { nowMs, quiet });
    // Silence is looked at again and again: what is as it was is not written.
    if (
      told === null &&
      JSON.stringify(watch.state) === JSON.stringify(before.state) &&
      !seenMore(rule, watch, before)
    )
      continue;
    const alarm = await alarmTold(database, rule, agent, { told, last: watch.last, alarmId, nowMs, newId });
    const looked = { step, alarmId, ruleId: rule.id, agentId: agent.id };
    await commitLook(database, { due: looked, watch, alarm, messageId: `msg_${newId()}` }, nowMs);
    commits += 1;
  }
  return commits;
}

/** Whether results were looked at that would count again: of a heartbeat that changed nothing the same is seen once more. */
function seenMore({ condition }: AlarmRule, watch: DueWatch['watch'], before: DueWatch['watch']): boolean {
  return condition.kind === 'threshold' && watch.seenToMs > before.seenToMs;
}

async function alarmTold(
  database: D1Database,
  rule: AlarmRule,
  agent: DueWatch['agent'],
  {
    told,
    last,
    alarmId,
    nowMs,
    newId,
  }: {
    told: Step['told'];
    last: DueWatch['watch']['last'];
    alarmId: string | null;
    nowMs: number;
    newId: () => string;
  },
): Promise<Alarm | null> {
  if (told === null) return null;
  if (told.what === 'raised')
    return {
      id: newId(),
      ownerId: rule.ownerId,
      ruleId: rule.id,
      ruleName: rule.name,
      agentId: agent.id,
      site: agent.site,
      condition: rule.condition,
      raisedAtMs: nowMs,
      confirmedBy: told.by,
      value: last?.value ?? null,
      bound: last?.bound ?? null,
      endedAtMs: null,
      endedAs: null,
    };
  const raised = alarmId === null ? null : await alarmOf(database, alarmId);
  return raised && { ...raised, endedAtMs: nowMs, endedAs: 'recovered' };
}
