import type { FleetCohort, HeartbeatRequest, Site } from '../../measurement-agent/protocol/agents.ts';
import type { Schedule } from '../../measurement-agent/protocol/schedule.ts';

/** An enrolled device, as the server keeps it. */
export interface Agent {
  /** Thumbprint of its key. */
  id: string;
  /** 32 bytes, base64url. */
  publicKey: string;
  owner: string;
  cohort: FleetCohort;
  site: Site;
  /** Null for the default. */
  schedule: Schedule | null;
  suppression: { untilMs: number; reason: string } | null;
  /** Null while it is in service. */
  revokedAs: 'retired' | 'stolen' | null;
  heardAtMs: number | null;
  heartbeat: HeartbeatRequest | null;
}

/** What a token lets a device enrol as. */
export interface EnrolmentToken {
  /** SHA-256 of the token, base64url. */
  tokenHash: string;
  owner: string;
  cohort: FleetCohort;
  site: Site;
  expiresAtMs: number;
}
