/** What the server keeps of the fleet besides its agents. */
import type { FleetCohort, Site } from '../../../measurement-agent/protocol/agents.ts';
import type { FleetRole, OwnerKind } from '../../../measurement-agent/protocol/fleet.ts';
import type { Schedule } from '../../../measurement-agent/protocol/schedule.ts';
import type { Suppression } from '../agent.ts';

export interface Owner {
  id: string;
  kind: OwnerKind;
  label: string;
  /** Slugs of the brands that it runs; null where nobody said. */
  isps: readonly string[] | null;
  createdAtMs: number;
  /** From when on its keys and logins open nothing; null while it is in service. */
  closedAtMs: number | null;
  suppression: Suppression | null;
  /** By the operator, of this owner's agents. */
  operatorSuppression: Suppression | null;
}

export interface OwnedSite extends Site {
  id: string;
  ownerId: string;
}

/** A token that lets a device enrol, without what it is recognised by. */
export interface MadeToken {
  cohort: FleetCohort;
  createdAtMs: number;
  expiresAtMs: number;
  /** The device that enrolled with it; null while none has. */
  usedBy: string | null;
}

export interface AgentGroup {
  id: string;
  ownerId: string;
  name: string;
  /** Null for the default. */
  schedule: Schedule | null;
  suppression: Suppression | null;
}

export interface CampaignPlan {
  id: string;
  /** Null for everybody's agents. */
  ownerId: string | null;
  /** Null for all of the owner's. */
  groupId: string | null;
  name: string;
  startsAtMs: number;
  endsAtMs: number;
  everyS: number;
  spreadS: number;
}

export interface ApiKey {
  prefix: string;
  /** SHA-256 of the whole key, base64url. */
  keyHash: string;
  role: FleetRole;
  /** Null of another role than `owner`. */
  ownerId: string | null;
  label: string;
  createdAtMs: number;
  expiresAtMs: number | null;
  revokedAtMs: number | null;
}

/** Somebody who is logged in. */
export interface Login {
  /** SHA-256 of what the cookie holds. */
  id: string;
  role: FleetRole;
  ownerId: string | null;
  /** Who Cloudflare Access says it is, as a keyed hash; null where a link logged in. */
  subject: string | null;
  expiresAtMs: number;
}

/** One change, for the audit log; without personal data. */
export interface AuditRow {
  atMs: number;
  actor: string;
  role: FleetRole;
  ownerId: string | null;
  action: string;
  target: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}
