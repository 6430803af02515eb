import type { Counts } from '../metrics/counts.ts';
import type { ByteAllowance } from './byte-allowance.ts';
import type { PathRtt } from './pacing.ts';
import type { Connection, ConnectionEvents } from './transport.ts';

/** What a load connection knows of the direction it belongs to. */
export interface LoadContext {
  /** ms since the direction began. */
  now(): number;
  rtt: PathRtt;
  /** What the direction may still move. */
  allowance: ByteAllowance;
  /** A probe sent on this connection is back. */
  onRoundTrip(rttMs: number): void;
}

/** One load-generating connection of either direction. Times are ms since the direction began. */
export interface LoadConnection {
  readonly events: ConnectionEvents;
  /** Begins to load the line. */
  start(connection: Connection): void;
  /** Keeps exactly so many bytes in flight from now on, in messages small enough not to hold up a probe. */
  hold(inFlightBytes: number): void;
  /** Sends a probe behind what is under way. */
  probe(): void;
  /** Stops loading. What is still under way is counted; `ended` resolves behind the last of it. */
  finish(): void;
  /** What the receiver has counted so far. */
  counts(): Counts;
  /** Application bytes the receiver has counted, the tail after load stopped included. */
  readonly bytes: number;
  /** Resolves when the connection is over: true when both sides agreed on the end, false when it died. */
  readonly ended: Promise<boolean>;
}
