import type { Declared } from '../../../measurement-agent/protocol/result.ts';
import { DEFAULT_SCHEDULE, type Schedule } from '../../../measurement-agent/protocol/schedule.ts';
import type { Cost, FleetAgentContent, FleetListContent, Viewer } from '../../../web/pages/fleet/content.ts';
import type { Agent } from '../../domain/agent.ts';
import { zoneOfAgent } from '../../domain/fleet/agent-shown.ts';
import { alarmView } from '../../domain/fleet/alarm.ts';
import { alarmRuleView, deliveryView } from '../../domain/fleet/alarm-views.ts';
import { scopeOf } from '../../domain/fleet/permissions.ts';
import { measuresBoth, monthlyTraffic, type Rates } from '../../domain/fleet/traffic.ts';
import type { Change } from '../../fleet/change.ts';
import { deliveriesIn } from '../../storage/alarms/endpoints.ts';
import { alarmsIn, rulesIn } from '../../storage/alarms/rules.ts';
import { readDirectory } from '../../storage/directory.ts';
import {
  type AgentFilter,
  agentsIn,
  agentsOf,
  countAgents,
  resultsOfAgent,
} from '../../storage/fleet/agents.ts';
import { groupOf } from '../../storage/fleet/groups.ts';
import { agentsShown } from './agents-shown.ts';

const PAGE = 100;
const RESULTS = 50;
const SHOWN_ALARMS = 20;
const MOST_LASTING = 100;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RESULTS_MS = 30 * DAY_MS;
/** Where neither results nor a contract tell a rate. */
const ASSUMED_BPS = 1e9;

export async function listContent(
  { database, scope, nowMs, caller }: Change,
  viewer: Viewer,
  { filter, afterId }: { filter: AgentFilter; afterId: string | null },
): Promise<FleetListContent> {
  // Whom the API tells nothing of messages, the page tells nothing.
  const sentIn = scopeOf('GET /webhook-deliveries', caller);
  const [agents, counts, { regions }, lasting, newest, deliveries] = await Promise.all([
    agentsIn(database, scope, filter, { afterId, limit: PAGE }),
    countAgents(database, scope, nowMs - HOUR_MS),
    readDirectory(database, nowMs),
    alarmsIn(database, scope, { lasting: true, limit: MOST_LASTING }),
    alarmsIn(database, scope, { lasting: false, limit: SHOWN_ALARMS }),
    sentIn === null ? null : deliveriesIn(database, sentIn, { limit: SHOWN_ALARMS }),
  ]);
  // What lasts is not pushed off by what is over.
  const alarms = [...lasting, ...newest.filter(({ endedAtMs }) => endedAtMs !== null)];
  const [show, raisedOf] = await Promise.all([
    agentsShown({ database, nowMs }, agents),
    agentsOf(database, scope, [...new Set(alarms.map(({ agentId }) => agentId))]),
  ]);
  const zones = new Map([...agents, ...raisedOf].map((agent) => [agent.id, zoneOfAgent(agent)]));
  const [zone, ...otherZones] = new Set(zones.values());
  return {
    viewer,
    agents: agents.map(show),
    next: agents.length < PAGE ? null : (agents.at(-1)?.id ?? null),
    counts: {
      agents: counts.reduce((sum, { agents: some }) => sum + some, 0),
      heard: counts.reduce((sum, { heard }) => sum + heard, 0),
      outOfService: counts.reduce((sum, { agents: some, inService }) => sum + some - inService, 0),
      regions: counts.flatMap(({ code, inService }) => (inService === 0 ? [] : { code, agents: inService })),
    },
    asked: { silent: filter.silentSinceMs !== null, text: filter.text ?? '' },
    alarms: alarms.map((alarm) => ({ ...alarmView(alarm), timeZone: zones.get(alarm.agentId) ?? 'UTC' })),
    deliveries: deliveries && deliveries.map(deliveryView),
    timeZone: zone !== undefined && otherZones.length === 0 ? zone : 'UTC',
    regionNames: Object.fromEntries([...regions].map(([code, { names }]) => [code, names])),
  };
}

/** What came of the page's forms. */
export interface Tried {
  edited: FleetAgentContent['edited'];
  tried: Schedule | null;
  ruleTried: FleetAgentContent['ruleTried'];
}

/** `tried` is a schedule that somebody looks at before it is saved. */
export async function agentContent(
  { database, scope, nowMs }: Change,
  agent: Agent,
  viewer: Viewer,
  { edited, tried, ruleTried }: Tried,
): Promise<FleetAgentContent> {
  const [show, rows, group, rules, alarms] = await Promise.all([
    agentsShown({ database, nowMs }, [agent]),
    resultsOfAgent(database, agent.id, { fromMs: nowMs - RESULTS_MS, toMs: nowMs + 1, limit: RESULTS }),
    agent.groupId === null ? null : groupOf(database, scope, agent.groupId),
    agent.ownerId === null ? [] : rulesIn(database, { ownerId: agent.ownerId }),
    alarmsIn(database, scope, { lasting: false, agentId: agent.id, limit: SHOWN_ALARMS }),
  ]);
  const schedule = tried ?? baseSchedule(agent);
  const results = rows.map(({ measuredAtMs, ...row }) => ({
    ...row,
    measuredAt: new Date(measuredAtMs).toISOString(),
  }));
  const { rates, basis } = ratesOf(results, agent.site.declared);
  const bothVersions = measuresBoth(results);
  return {
    viewer,
    shown: show(agent),
    groupName: group?.name ?? null,
    ownPause: agent.suppression !== null && agent.suppression.untilMs > nowMs,
    results,
    schedule,
    cost: { ...monthlyTraffic(schedule, rates, bothVersions ? 2 : 1), basis, bothVersions },
    rules: rules.filter(({ agentId }) => agentId === null || agentId === agent.id).map(alarmRuleView),
    alarms: alarms.map((alarm) => ({ ...alarmView(alarm), timeZone: zoneOfAgent(agent) })),
    ruleTried,
    edited,
  };
}

/** What the agent does outside of campaigns. */
export function baseSchedule({ schedule, groupSchedule }: Agent): Schedule {
  return schedule ?? groupSchedule ?? DEFAULT_SCHEDULE;
}

function ratesOf(
  results: readonly { downloadBps: number | null; uploadBps: number | null }[],
  { contractDownloadBps, contractUploadBps }: Declared,
): { rates: Rates; basis: Cost['basis'] } {
  const downloadBps = median(results.flatMap((result) => result.downloadBps ?? []));
  const uploadBps = median(results.flatMap((result) => result.uploadBps ?? []));
  if (downloadBps !== null && uploadBps !== null)
    return { rates: { downloadBps, uploadBps }, basis: 'results' };
  if (contractDownloadBps !== null)
    return {
      rates: { downloadBps: contractDownloadBps, uploadBps: contractUploadBps ?? contractDownloadBps },
      basis: 'contract',
    };
  return { rates: { downloadBps: ASSUMED_BPS, uploadBps: ASSUMED_BPS }, basis: 'assumed' };
}

/** Null without values. */
function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
