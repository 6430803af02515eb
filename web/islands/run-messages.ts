import type { EngineEvent, EngineFailure } from '../../measurement-agent/engine/events.ts';
import type { RequestFailure } from '../../measurement-agent/engine/transport.ts';
import type { Submitted } from '../../measurement-agent/protocol/api.ts';
import type { Declared, Submission } from '../../measurement-agent/protocol/result.ts';

/** Page → measuring worker. */
export type RunCommand =
  | { type: 'start'; declared: Declared; dataSaver: boolean }
  | { type: 'stop' }
  /** Sends what was measured; again after a failure. `tabHidden`: the page was out of sight during the test. */
  | { type: 'submit'; tabHidden: boolean };

/** Measuring worker → page. */
export type RunReport =
  | { type: 'event'; event: EngineEvent }
  | { type: 'measured'; submission: Submission }
  | { type: 'failed'; failure: EngineFailure }
  | { type: 'submitted'; submission: Submission; submitted: Submitted }
  | { type: 'not-submitted'; failure: RequestFailure };
