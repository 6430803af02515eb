import type {
  DatagramFailure,
  TrainPlan,
  TrainProgress,
  TrainRecord,
  Turn,
} from '../../measurement-agent/engine/datagrams.ts';
import type { RunCommand, RunReport } from './run-messages.ts';

/**
 * A Web Worker has no RTCPeerConnection, so its page keeps the way of datagrams. Whole trains are asked for, as messages
 * between the two take long enough to spoil the spacing of datagrams. `id` is that of the path: an answer that comes
 * late belongs to no other.
 */
export type DatagramRequest =
  | { type: 'open'; id: number; turn: Turn }
  | { type: 'run'; id: number; plan: TrainPlan }
  /** Send no more of the train. */
  | { type: 'end-train'; id: number }
  | { type: 'close'; id: number };

/** Page → measuring worker. */
export type DatagramAnswer =
  | { type: 'opened'; id: number; failure: DatagramFailure | null }
  | { type: 'progress'; id: number; progress: TrainProgress }
  | { type: 'record'; id: number; record: TrainRecord };

/** Everything a page sends its measuring worker. */
export type PageMessage = RunCommand | { type: 'datagrams'; answer: DatagramAnswer };

/** Everything a measuring worker sends its page. */
export type WorkerMessage = RunReport | { type: 'datagrams'; request: DatagramRequest };
