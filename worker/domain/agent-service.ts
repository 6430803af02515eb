import type { Heartbeat } from '../../measurement-agent/protocol/agents.ts';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import { OLDEST_PROTOCOL, SIGNED_WITHIN_S } from '../../measurement-agent/protocol/spec.ts';
import type { Agent, Suppression } from './agent.ts';
import type { CampaignPlan } from './fleet/fleet.ts';
import { scheduleAt } from './fleet/schedule-of.ts';
import type { Refusal } from './refusal.ts';
import { VERSION } from './version.ts';

/** Often enough to notice within an hour that one is silent, and for one that is out for repair to stop. */
export const HEARTBEAT_EVERY_S = 900;

/** Whether a signature's time is near enough to the server's; the refusal tells by how much it is not. */
export function signedInTime(createdAtS: number, nowMs: number): Fallible<null, Refusal> {
  const offS = createdAtS - Math.round(nowMs / 1000);
  if (Math.abs(offS) <= SIGNED_WITHIN_S) return ok(null);
  return err({
    reason: 'clock-skew',
    detail: `It was signed ${Math.abs(offS)} s ${offS > 0 ? 'after' : 'before'} ${new Date(nowMs).toISOString()}, the server's time; ${SIGNED_WITHIN_S} s are taken.`,
  });
}

/** Whether anything of an agent is still taken. */
export function inService({ revokedAs }: Agent): Fallible<null, Refusal> {
  switch (revokedAs) {
    case null:
      return ok(null);
    case 'retired':
      return err({
        reason: 'agent-revoked',
        detail: 'Its owner or the operator retired it. Enrol it anew to go on.',
      });
    case 'stolen':
      return err({
        reason: 'key-stolen',
        detail:
          'Nothing that is signed with this key is taken. Remove the key from the device and enrol it anew.',
      });
  }
}

/** A test out of turn that an agent is asked for. */
export interface Retest {
  askedAtMs: number;
  untilMs: number;
}

/** What an agent is told at its heartbeat. */
export function heartbeatAnswer(
  agent: Agent,
  nowMs: number,
  campaigns: readonly CampaignPlan[] = [],
  retest: Retest | null = null,
): Heartbeat {
  const suppression = suppressionAt(agent, nowMs);
  return {
    serverTime: new Date(nowMs).toISOString(),
    schedule: scheduleAt(agent, campaigns, nowMs).schedule,
    suppression:
      suppression === null
        ? null
        : { until: new Date(suppression.untilMs).toISOString(), reason: suppression.reason },
    retest: retest && {
      askedAt: new Date(retest.askedAtMs).toISOString(),
      until: new Date(retest.untilMs).toISOString(),
    },
    heartbeatEveryS: HEARTBEAT_EVERY_S,
    oldestProtocol: OLDEST_PROTOCOL,
    newestAgent: VERSION,
  };
}

/** Of the agent's, its group's, its owner's and the operator's the one that ends last; null when none holds any more. */
export function suppressionAt(
  agent: Pick<Agent, 'suppression' | 'groupSuppression' | 'ownerSuppression' | 'operatorSuppressions'>,
  nowMs: number,
): Suppression | null {
  const last = lastToEnd(
    agent.suppression,
    agent.groupSuppression,
    agent.ownerSuppression,
    ...agent.operatorSuppressions,
  );
  return last !== null && last.untilMs > nowMs ? last : null;
}

/** Null where there is none; the first of those that end together. */
export function lastToEnd(...suppressions: readonly (Suppression | null)[]): Suppression | null {
  return suppressions.reduce((last, each) =>
    each !== null && each.untilMs > (last?.untilMs ?? Number.NEGATIVE_INFINITY) ? each : last,
  );
}
