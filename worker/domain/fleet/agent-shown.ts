import type { FleetAgent } from '../../../measurement-agent/protocol/fleet.ts';
import type { AgentShown, AgentState, StabilityShown } from '../../../web/pages/fleet/content.ts';
import type { Agent } from '../agent.ts';
import { suppressionAt } from '../agent-service.ts';
import type { CampaignPlan } from './fleet.ts';
import { healthOf, type Span, type Stability } from './health.ts';
import { zoneOfSite } from './quiet-hours.ts';
import { agentView } from './views.ts';

/** An agent as pages show it, of its gaps within 90 days. */
export function agentShown(
  agent: Agent,
  {
    campaigns,
    gaps,
    away,
  }: { campaigns: readonly CampaignPlan[]; gaps: readonly Span[]; away: readonly Span[] },
  nowMs: number,
): AgentShown {
  const { enrolledAtMs, heardAtMs } = agent;
  const health = healthOf({ enrolledAtMs, heardAtMs, gaps, away }, nowMs);
  return {
    agent: agentView(agent, campaigns, nowMs),
    timeZone: zoneOfAgent(agent),
    state: stateOf(agent, health.silentForMs !== null, nowMs),
    stability: {
      day: stabilityShown(health.stability.day),
      month: stabilityShown(health.stability.month),
      quarter: stabilityShown(health.stability.quarter),
    },
    gaps: health.gaps.map(({ fromMs, toMs, ended }) => ({ fromMs, toMs: ended ? toMs : null })),
  };
}

/** The zone that moments of an agent are shown in: that of its site, as quiet hours of alarm rules are. */
export function zoneOfAgent({ schedule, groupSchedule, site }: Agent): string {
  return zoneOfSite(schedule ?? groupSchedule, site.declared);
}

/** The same as the API tells it. */
export function fleetAgentView({ agent, state, stability, gaps }: AgentShown): FleetAgent {
  const moment = (atMs: number) => new Date(atMs).toISOString();
  return {
    ...agent,
    state,
    stability: {
      day: stabilityView(stability.day),
      month: stabilityView(stability.month),
      quarter: stabilityView(stability.quarter),
    },
    gaps: gaps.map(({ fromMs, toMs }) => ({ from: moment(fromMs), to: toMs === null ? null : moment(toMs) })),
  };
}

function stabilityView({ word, hours }: StabilityShown): FleetAgent['stability']['day'] {
  return { word, unstableHours: hours?.unstable ?? null, hours: hours?.all ?? null };
}

function stateOf(agent: Agent, silent: boolean, nowMs: number): AgentState {
  if (agent.revokedAs !== null) return agent.revokedAs;
  if (agent.heardAtMs === null) return 'never';
  if (silent) return 'silent';
  return suppressionAt(agent, nowMs) === null ? 'heard' : 'paused';
}

function stabilityShown(stability: Stability): StabilityShown {
  if (!stability.known) return { word: stability.reason, hours: null };
  const { stable, unstableHours, hours } = stability;
  return { word: stable ? 'stable' : 'unstable', hours: { unstable: unstableHours, all: hours } };
}
