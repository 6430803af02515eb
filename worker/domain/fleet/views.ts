/** The fleet as its API tells of it. */
import type {
  AgentFacts,
  ApiKeyView,
  AuditEntry,
  Campaign,
  EverybodyView,
  FleetGroup,
  OwnerView,
  TokenView,
} from '../../../measurement-agent/protocol/fleet.ts';
import type { Agent, Suppression } from '../agent.ts';
import { lastToEnd, suppressionAt } from '../agent-service.ts';
import type { AgentGroup, ApiKey, AuditRow, CampaignPlan, MadeToken, Owner } from './fleet.ts';
import { scheduleAt } from './schedule-of.ts';

export function ownerView(owner: Owner): OwnerView {
  const { id, kind, label, isps, createdAtMs, closedAtMs, suppression, operatorSuppression } = owner;
  return {
    id,
    kind,
    label,
    isps: isps && [...isps],
    createdAt: moment(createdAtMs),
    closedAt: momentOf(closedAtMs),
    suppression: suppressionView(lastToEnd(operatorSuppression, suppression)),
    operatorSuppression: suppressionView(operatorSuppression),
  };
}

/** The operator's pause of everybody's agents. */
export function everybodyView(suppression: Suppression | null): EverybodyView {
  return { suppression: suppressionView(suppression) };
}

export function groupView({ id, ownerId, name, schedule, suppression }: AgentGroup): FleetGroup {
  return { id, ownerId, name, schedule, suppression: suppressionView(suppression) };
}

export function campaignView(campaign: CampaignPlan): Campaign {
  const { startsAtMs, endsAtMs, ...rest } = campaign;
  return { ...rest, startsAt: moment(startsAtMs), endsAt: moment(endsAtMs) };
}

export function tokenView({ cohort, createdAtMs, expiresAtMs, usedBy }: MadeToken): TokenView {
  return { cohort, createdAt: moment(createdAtMs), expiresAt: moment(expiresAtMs), usedBy };
}

/** Without what it is recognised by in full. */
export function keyView({ prefix, role, ownerId, label, ...key }: ApiKey): ApiKeyView {
  return {
    prefix,
    role,
    ownerId,
    label,
    createdAt: moment(key.createdAtMs),
    expiresAt: momentOf(key.expiresAtMs),
    revokedAt: momentOf(key.revokedAtMs),
  };
}

export function auditView({ atMs, ...row }: AuditRow & { id: number }): AuditEntry {
  return { ...row, at: moment(atMs) };
}

/** With the schedule and the suppression that hold now. */
export function agentView(agent: Agent, campaigns: readonly CampaignPlan[], nowMs: number): AgentFacts {
  const { schedule, of } = scheduleAt(agent, campaigns, nowMs);
  const { id, owner, ownerId, cohort, site, siteId, groupId, tags, revokedAs, heartbeat } = agent;
  return {
    id,
    owner,
    ownerId,
    cohort,
    site,
    siteId,
    groupId,
    tags: [...tags],
    enrolledAt: moment(agent.enrolledAtMs),
    revokedAs,
    schedule,
    scheduleOf: of,
    suppression: suppressionView(suppressionAt(agent, nowMs)),
    heardAt: momentOf(agent.heardAtMs),
    heartbeat,
  };
}

function suppressionView(suppression: Suppression | null) {
  return suppression && { until: moment(suppression.untilMs), reason: suppression.reason };
}

function momentOf(atMs: number | null): string | null {
  return atMs === null ? null : moment(atMs);
}

function moment(atMs: number): string {
  return new Date(atMs).toISOString();
}
