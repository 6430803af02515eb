import { DEFAULT_SCHEDULE, type Schedule } from '../../../measurement-agent/protocol/schedule.ts';
import type { Agent } from '../agent.ts';
import type { CampaignPlan } from './fleet.ts';

/** A campaign is told so long before it begins, so that every agent has heard of it. */
export const CAMPAIGN_LEAD_MS = 45 * 60_000;

/** What an agent is to do, and whose word that is. */
export interface ScheduleNow {
  schedule: Schedule;
  of: 'agent' | 'group' | 'campaign' | 'default';
}

type Scheduled = Pick<Agent, 'ownerId' | 'groupId' | 'schedule' | 'groupSchedule'>;

/**
 * Its own schedule, else its group's, else the default; while a campaign of the agent runs or is about to, with its cadence. Of
 * several campaigns the one that began last holds.
 */
export function scheduleAt(agent: Scheduled, campaigns: readonly CampaignPlan[], nowMs: number): ScheduleNow {
  const base: ScheduleNow =
    agent.schedule !== null
      ? { schedule: agent.schedule, of: 'agent' }
      : agent.groupSchedule !== null
        ? { schedule: agent.groupSchedule, of: 'group' }
        : { schedule: DEFAULT_SCHEDULE, of: 'default' };
  const [campaign] = campaigns
    .filter(
      (each) => isOf(each, agent) && each.startsAtMs - CAMPAIGN_LEAD_MS <= nowMs && nowMs < each.endsAtMs,
    )
    .toSorted((a, b) => b.startsAtMs - a.startsAtMs);
  if (campaign === undefined) return base;
  const { startsAtMs, endsAtMs, everyS, spreadS } = campaign;
  return {
    schedule: {
      ...base.schedule,
      cadence: {
        kind: 'campaign',
        startsAt: new Date(startsAtMs).toISOString(),
        endsAt: new Date(endsAtMs).toISOString(),
        everyS,
        spreadS,
      },
    },
    of: 'campaign',
  };
}

function isOf({ ownerId, groupId }: CampaignPlan, agent: Scheduled): boolean {
  return (ownerId === null || ownerId === agent.ownerId) && (groupId === null || groupId === agent.groupId);
}
