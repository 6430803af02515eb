/** What the engine tells while it runs, and how it can fail. Messages between a page and its measuring worker carry both. */
import type { Plan } from '../protocol/plan.ts';
import type { Direction, Phase } from '../protocol/summary.ts';
import type { ConnectFailure, RequestFailure } from './transport.ts';

export type Stage = 'idle' | 'loss' | Phase;

export type EngineEvent =
  /** A session is open. `plan` is the plan that will run, `stages` in their order; loss only where it can be tried. */
  | { type: 'session'; sessionId: string; plan: Plan; stages: readonly Stage[] }
  | { type: 'stage-started'; stage: Stage }
  /** A round trip on the idle line: how many of how many probes are done. */
  | { type: 'idle-sample'; rttMs: number; done: number; of: number }
  /** Datagrams sent on the idle line, of at most so many, and those overtaken by a later one. The loss is known at the end. */
  | { type: 'loss-sample'; sent: number; overtaken: number; of: number }
  /** A point of the direction's series, at the receiver. `atMs` is since the direction began, start-up included. */
  | { type: 'load-sample'; direction: Direction; atMs: number; bps: number; ofMs: number }
  /** The rate of the direction is known; load goes on for a moment to see how it answers. */
  | { type: 'rate-known'; direction: Phase }
  /** A round trip under load. */
  | { type: 'working-sample'; direction: Phase; rttMs: number }
  /** Datagrams sent under load, and those overtaken by a later one. */
  | { type: 'working-loss-sample'; sent: number; overtaken: number }
  /** A stage is over. `bps` (load), `rttMs` (idle) or `lossRatio` (loss) is its figure; null when it has none. */
  | { type: 'stage-ended'; stage: 'idle'; rttMs: number | null }
  | { type: 'stage-ended'; stage: 'loss'; lossRatio: number | null }
  | { type: 'stage-ended'; stage: Direction; bps: number | null }
  | { type: 'stage-ended'; stage: 'bidirectional'; downloadBps: number | null; uploadBps: number | null };

/**
 * Why a run gave nothing to submit. A run that measured anything at all ends in a submission instead, whose
 * `missing` and `verdict` say what is wrong with it.
 */
export type EngineFailure =
  /** No session was opened. */
  | { reason: 'session'; failure: RequestFailure }
  /** The session is open, but no measurement connection could be. */
  | { reason: 'connect'; failure: ConnectFailure }
  /** Stopped before the first sample. */
  | { reason: 'aborted' }
  /** Every measurement connection died before the first sample. */
  | { reason: 'lost'; detail: string };
