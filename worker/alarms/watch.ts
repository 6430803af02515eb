/** The scheduled look at the fleet: every rule on every agent that something may have changed for. */
import { suppressionAt } from '../domain/agent-service.ts';
import type { Alarm } from '../domain/fleet/alarm.ts';
import { type LineResult, look, PAST_MS, type WatchedAgent } from '../domain/fleet/alarm-rules.ts';
import type { Step } from '../domain/fleet/alarm-state.ts';
import { absenceBefore, type Span, silentForMs } from '../domain/fleet/health.ts';
import { isQuietAt, zoneOfSite } from '../domain/fleet/quiet-hours.ts';
import type { Env } from '../env.ts';
import {
  absencesSince,
  keepWatchedPlace,
  lastPresentAtMs,
  notePresent,
  watchedPlace,
} from '../storage/alarms/presence.ts';
import {
  addWatches,
  commitLook,
  commitOrphan,
  type DueWatch,
  dueWatches,
  FIRST,
  isAnyRule,
  keepSeen,
  type Place,
  resultsOfAgents,
  someOrphans,
} from '../storage/alarms/watches.ts';
import { Failures } from './failures.ts';

/** How much a run does; what is left waits for the next. */
export interface WatchLimits {
  /** Watches read at once. */
  page: number;
  pages: number;
  /** Watches that change, with the withdrawn. */
  commits: number;
}

/**
 * D1 takes 1,000 queries an invocation: four a page and one a commit are 540 at most. Of deliveries there are as many again as
 * deliver.ts says.
 */
const SCHEDULED: WatchLimits = { page: 50, pages: 60, commits: 300 };
/** Four weeks of a test every 80 min; of a page of agents they fit into memory. */
const MOST_RESULTS_AN_AGENT = 500;
/** An alarm never looks further back. */
const AWAY_SINCE_MS = 31 * 86_400_000;

/** The job runs every 10 min at the edge, every 20 s under a local start: what is longer was an absence. */
const AWAY_AFTER_MS = 15 * 60_000;
const LOCAL_AWAY_AFTER_MS = 2 * 60_000;

/**
 * Raises and takes back; what is told lies with the messages to send afterwards. A run goes on where the one before ended, so that
 * watches that something has always changed for hold up no others.
 *
 * @throws An AggregateError once all was looked at, where a watch or a page of them failed.
 */
export async function watchFleet(
  { DB, LOCAL }: Pick<Env, 'DB' | 'LOCAL'>,
  nowMs: number,
  newId: () => string,
  limits = SCHEDULED,
): Promise<void> {
  const lastAtMs = await lastPresentAtMs(DB);
  const away = absenceBefore(lastAtMs, nowMs, LOCAL === '1' ? LOCAL_AWAY_AFTER_MS : AWAY_AFTER_MS);
  await notePresent(DB, nowMs, away);
  const failures = new Failures();
  const orphans = await someOrphans(DB, limits.commits / 2);
  for (const orphan of orphans) await failures.keep(() => commitOrphan(DB, orphan, newId(), nowMs));
  if (await isAnyRule(DB)) {
    await addWatches(DB, nowMs);
    const absences = await absencesSince(DB, nowMs - AWAY_SINCE_MS);
    const run: Run = { database: DB, absences, nowMs, newId, failures };
    await goRound(run, { ...limits, commits: limits.commits - orphans.length });
  }
  failures.raise();
}

/** What the looks of a run share. */
interface Run {
  database: D1Database;
  absences: readonly Span[];
  nowMs: number;
  newId: () => string;
  failures: Failures;
}

/** Looks from where the last run ended to the end, and from the first to there. */
async function goRound(run: Run, limits: WatchLimits): Promise<void> {
  const began = await watchedPlace(run.database);
  let place = began ?? FIRST;
  let comesAround = began === null;
  let pages = 0;
  let commits = 0;
  while (pages < limits.pages && commits < limits.commits) {
    const read = await dueWatches(run.database, run.nowMs, place, limits.page);
    const due =
      comesAround && began !== null ? read.filter((watch) => !isAfter(placeOf(watch), began)) : read;
    const last = due.at(-1);
    if (last !== undefined) {
      pages += 1;
      place = placeOf(last);
      // Before they are looked at: those that end the run by force are passed over by the next.
      await keepWatchedPlace(run.database, place);
      await run.failures.keep(async () => {
        commits += await lookAtAll(run, due);
      });
    }
    if (due.length === limits.page) continue;
    if (comesAround) return;
    comesAround = true;
    place = FIRST;
  }
}

const placeOf = ({ rule, agent }: DueWatch): Place => ({ ruleId: rule.id, agentId: agent.id });

/** As the database sorts them: ids are ASCII. */
function isAfter(one: Place, other: Place): boolean {
  return one.ruleId === other.ruleId ? one.agentId > other.agentId : one.ruleId > other.ruleId;
}

/** How many changed. */
async function lookAtAll(run: Run, due: readonly DueWatch[]): Promise<number> {
  const results = await resultsFor(run.database, due);
  const seen: (Place & { step: number; watch: DueWatch['watch'] })[] = [];
  let commits = 0;
  for (const each of due)
    await run.failures.keep(async () => {
      const { rule, step, watch: before } = each;
      const { watch, told } = lookAt(run, each, results.get(each.agent.id) ?? []);
      const looked = { ...placeOf(each), step };
      if (told === null && JSON.stringify(watch.state) === JSON.stringify(before.state)) {
        // Silence is looked at again and again: what is as it was is not written.
        if (rule.condition.kind !== 'silence') seen.push({ ...looked, watch });
        return;
      }
      const alarm = alarmTold(run, each, { told, last: watch.last });
      const messageId = `msg_${run.newId()}`;
      commits += 1;
      const alarmId = each.alarm?.id ?? null;
      await commitLook(run.database, { due: { ...looked, alarmId }, watch, alarm, messageId }, run.nowMs);
    });
  if (seen.length > 0) await keepSeen(run.database, seen);
  return commits;
}

/** The results that their rules look at: of a rule by the line's own past also those from before. */
async function resultsFor(
  database: D1Database,
  due: readonly DueWatch[],
): Promise<Map<string, LineResult[]>> {
  const sinceMs = new Map<string, number>();
  for (const { rule, agent, watch } of due) {
    if (rule.condition.kind !== 'threshold') continue;
    const ownMs = watch.seenToMs - (rule.condition.bound.kind === 'past' ? PAST_MS : 0);
    sinceMs.set(agent.id, Math.min(ownMs, sinceMs.get(agent.id) ?? ownMs));
  }
  if (sinceMs.size === 0) return new Map();
  const asked = [...sinceMs].map(([agentId, since]) => ({ agentId, sinceMs: since }));
  return resultsOfAgents(database, asked, MOST_RESULTS_AN_AGENT);
}

function lookAt({ absences, nowMs }: Run, { rule, agent, watch }: DueWatch, results: readonly LineResult[]) {
  const { heardAtMs, heartbeat } = agent;
  const watched: WatchedAgent = {
    silentForMs: silentForMs({ ...agent, away: absences }, nowMs),
    heard: heardAtMs === null || heartbeat === null ? null : { atMs: heardAtMs, heartbeat },
    monthlyBytes: agent.schedule?.monthlyBytes ?? null,
    results,
  };
  const quiet = isQuietAt(nowMs, rule.quietHours, zoneOfSite(agent.schedule, agent.declared));
  const paused = suppressionAt(agent, nowMs) !== null;
  return look(rule.condition, watch, watched, { nowMs, quiet, paused });
}

function alarmTold(
  { nowMs, newId }: Run,
  { rule, agent, alarm: lasting }: DueWatch,
  { told, last }: { told: Step['told']; last: DueWatch['watch']['last'] },
): Alarm | null {
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
  return lasting && { ...lasting, endedAtMs: nowMs, endedAs: told.what };
}
