import type { FleetCohort, HeartbeatRequest, Site } from '../../measurement-agent/protocol/agents.ts';
import type { Schedule } from '../../measurement-agent/protocol/schedule.ts';

/** No tests until then. */
export interface Suppression {
  untilMs: number;
  /** Told to the agents. */
  reason: string;
}

/** An enrolled device, as the server keeps it. */
export interface Agent {
  /** Thumbprint of its key. */
  id: string;
  /** 32 bytes, base64url. */
  publicKey: string;
  /** Label of its owner; the id is null of one that was enrolled for nobody. */
  owner: string;
  ownerId: string | null;
  cohort: FleetCohort;
  /** Brands that its owner runs; null where nobody said. */
  ownersIsps: readonly string[] | null;
  site: Site;
  siteId: string | null;
  groupId: string | null;
  tags: readonly string[];
  /** Its own; null where its group's or the default holds. */
  schedule: Schedule | null;
  groupSchedule: Schedule | null;
  /** Of itself, its group and its owner; of these and the operator's the one that ends last holds. */
  suppression: Suppression | null;
  groupSuppression: Suppression | null;
  ownerSuppression: Suppression | null;
  /** Of its owner's agents or of everybody's, by the operator: what no owner lifts. */
  operatorSuppressions: readonly Suppression[];
  /** Null while it is in service. */
  revokedAs: 'retired' | 'stolen' | null;
  enrolledAtMs: number;
  heardAtMs: number | null;
  heartbeat: HeartbeatRequest | null;
}

/** What a token lets a device enrol as. */
export interface EnrolmentToken {
  /** SHA-256 of the token, base64url. */
  tokenHash: string;
  owner: string;
  /** Null where it is nobody's. */
  ownerId: string | null;
  cohort: FleetCohort;
  site: Site;
  siteId: string | null;
  expiresAtMs: number;
}
