import { describe, expect, test } from 'vitest';
import { DEFAULT_SCHEDULE } from '../../../measurement-agent/protocol/schedule.ts';
import type { CampaignPlan } from './fleet.ts';
import { CAMPAIGN_LEAD_MS, scheduleAt } from './schedule-of.ts';

const START = Date.parse('2026-12-01T00:00:00Z');
const END = START + 3_600_000;
const OWN = { ...DEFAULT_SCHEDULE, lightProbesEveryS: 10 };
const GROUPS = { ...DEFAULT_SCHEDULE, lightProbesEveryS: 20 };
const NONE = { ownerId: 'o', groupId: 'g', schedule: null, groupSchedule: null };

function campaign(changes: Partial<CampaignPlan> = {}): CampaignPlan {
  return {
    id: 'c',
    ownerId: null,
    groupId: null,
    name: 'c',
    startsAtMs: START,
    endsAtMs: END,
    everyS: 600,
    spreadS: 60,
    ...changes,
  };
}

describe('scheduleAt()', () => {
  test.each([
    ['its own', { ...NONE, schedule: OWN, groupSchedule: GROUPS }, OWN, 'agent'],
    ['its group’s', { ...NONE, groupSchedule: GROUPS }, GROUPS, 'group'],
    ['the default', NONE, DEFAULT_SCHEDULE, 'default'],
  ] as const)('tells %s', (_name, agent, schedule, of) => {
    expect(scheduleAt(agent, [], START)).toEqual({ schedule, of });
  });

  test('takes a campaign’s cadence from its lead to its end, and the rest from the schedule', () => {
    const agent = { ...NONE, schedule: OWN };
    const at = (nowMs: number) => scheduleAt(agent, [campaign()], nowMs);
    expect(at(START - CAMPAIGN_LEAD_MS - 1).of).toBe('agent');
    expect(at(START - CAMPAIGN_LEAD_MS)).toEqual({
      of: 'campaign',
      schedule: {
        ...OWN,
        cadence: {
          kind: 'campaign',
          startsAt: '2026-12-01T00:00:00.000Z',
          endsAt: '2026-12-01T01:00:00.000Z',
          everyS: 600,
          spreadS: 60,
        },
      },
    });
    expect(at(END - 1).of).toBe('campaign');
    expect(at(END).of).toBe('agent');
  });

  test.each([
    ['everybody’s', {}, 'campaign'],
    ['the owner’s', { ownerId: 'o' }, 'campaign'],
    ['the group’s', { ownerId: 'o', groupId: 'g' }, 'campaign'],
    ['another owner’s', { ownerId: 'x' }, 'default'],
    ['another group’s', { ownerId: 'o', groupId: 'x' }, 'default'],
  ] as const)('runs a campaign of %s or not', (_name, changes, of) => {
    expect(scheduleAt(NONE, [campaign(changes)], START).of).toBe(of);
  });

  test('runs of two campaigns the one that began last', () => {
    const both = [campaign({ everyS: 60 }), campaign({ startsAtMs: START + 1, everyS: 120 })];
    for (const campaigns of [both, both.toReversed()])
      expect(scheduleAt(NONE, campaigns, START + 2).schedule.cadence).toMatchObject({ everyS: 120 });
  });
});
