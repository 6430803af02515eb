import type { AgentShown } from '../../../web/pages/fleet/content.ts';
import type { Agent } from '../../domain/agent.ts';
import { agentShown } from '../../domain/fleet/agent-shown.ts';
import { CAMPAIGN_LEAD_MS } from '../../domain/fleet/schedule-of.ts';
import type { Change } from '../../fleet/change.ts';
import { absencesSince } from '../../storage/alarms/presence.ts';
import { gapsIn } from '../../storage/fleet/agents.ts';
import { campaignsUntil } from '../../storage/fleet/campaigns.ts';

const GAPS_MS = 90 * 86_400_000;

/** Reads what the server makes of when these agents were heard, and answers what shows each of them: to pages and to the API. */
export async function agentsShown(
  { database, nowMs }: Pick<Change, 'database' | 'nowMs'>,
  agents: readonly Agent[],
): Promise<(agent: Agent) => AgentShown> {
  const sinceMs = nowMs - GAPS_MS;
  const ids = agents.map(({ id }) => id);
  const [campaigns, gaps, away] = await Promise.all([
    campaignsUntil(database, nowMs, nowMs + CAMPAIGN_LEAD_MS),
    gapsIn(database, ids, sinceMs),
    absencesSince(database, sinceMs),
  ]);
  return (agent) => agentShown(agent, { campaigns, gaps: gaps.get(agent.id) ?? [], away }, nowMs);
}
