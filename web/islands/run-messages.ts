import type { EngineEvent, EngineFailure } from '../../measurement-agent/engine/events.ts';
import type { RequestFailure } from '../../measurement-agent/engine/transport.ts';
import type { Submitted } from '../../measurement-agent/protocol/api.ts';
import type { Declared, Submission } from '../../measurement-agent/protocol/result.ts';

/** What a test is made with. */
export interface Chosen {
  declared: Declared;
  dataSaver: boolean;
  /** Where to measure against; null is the page's own server. */
  origin: string | null;
  /** The result that this one belongs to, when IPv4 and IPv6 are measured apart. */
  groupId: string | null;
}

/** Page → measuring worker. */
export type RunCommand =
  | ({ type: 'start' } & Chosen)
  | { type: 'stop' }
  /** Sends what was measured; again after a failure. `tabHidden`: the page was out of sight during the test. */
  | { type: 'submit'; tabHidden: boolean };

/** Measuring worker → page. */
export type RunReport =
  | { type: 'event'; event: EngineEvent }
  | { type: 'measured'; submission: Submission }
  | { type: 'failed'; failure: EngineFailure }
  /** `isp`: who operates the network, as the server names it. */
  | { type: 'submitted'; submission: Submission; submitted: Submitted; isp: string | null }
  | { type: 'not-submitted'; failure: RequestFailure };
