/** The way of datagrams for the loss measurement: out over the line to a relay, and back over the line. */
import type { Session } from '../protocol/api.ts';
import type { Fallible } from '../protocol/fallible.ts';

export type Turn = NonNullable<Session['turn']>;

/**
 * Length of one datagram, as handed to the loop; some 200 on the wire, as a packet of a game or a call. A data channel
 * keeps to SCTP's congestion window (RFC 9260 section 7), which counts bytes and shrinks with every loss: 200 bytes went
 * out half as often as asked on a line of 55 ms that lost 1%.
 */
export const DATAGRAM_BYTES = 100;

/** Sends datagrams that come back once, late, out of order, or never. */
export interface DatagramLoop {
  /** Sends one datagram that carries this number. Without effect once the loop is gone. */
  send(sequence: number): void;
  /** Bytes handed over that have not left yet: more datagrams would travel together. */
  readonly bufferedBytes: number;
  /** From now on `onReceive` hears of every datagram that comes back, and `onGone` once that the loop is gone. */
  listen(onReceive: (sequence: number) => void, onGone: () => void): void;
  close(): void;
}

/** Datagrams to send one after another. Times in ms. */
export interface TrainPlan {
  count: number;
  /** Mean spacing of the first ones. */
  firstSpacingMs: number;
  /** Mean spacing never falls below this; equal to `firstSpacingMs` for a fixed pace. */
  leastSpacingMs: number;
  /** Sending ends after this long, however many have been sent. */
  limitMs: number;
  /** After the last was sent, what is still under way may take this long. */
  graceMs: number;
}

/** What became of a train: numbers 0 to `sent` − 1 were sent, and `received` came back. */
export interface TrainRecord {
  sent: number;
  /** When each was sent, ms since the train began: the clock may be another than the engine's. */
  sentAfterMs: number[];
  received: number[];
  /** `stopped`: the way was closed meanwhile; `gone`: it broke. Either leaves datagrams of unknown fate. */
  outcome: 'complete' | 'stopped' | 'gone';
}

/** How far a train is. `overtaken`: not back yet, though one that was sent later is; what of it is lost shows at the end. */
export interface TrainProgress {
  sent: number;
  overtaken: number;
}

export interface RunningTrain {
  /** Sends no more; the record follows after the grace time. */
  end(): void;
  /** Never rejects. */
  readonly done: Promise<TrainRecord>;
}

/** An open loop that whole trains are run over, one at a time, where its timers are good. */
export interface DatagramPath {
  run(plan: TrainPlan, onProgress: (progress: TrainProgress) => void): RunningTrain;
  /** Ends everything; a train under way ends as stopped. */
  close(): void;
}

export interface DatagramFailure {
  reason: 'no-turn' | 'udp-blocked' | 'not-supported' | 'aborted';
  detail: string;
}

/** Opens paths through a TURN server. */
export interface Datagrams {
  /** As stored in the result's `loss.method`. */
  readonly method: string;
  open(turn: Turn, signal: AbortSignal): Promise<Fallible<DatagramPath, DatagramFailure>>;
}
