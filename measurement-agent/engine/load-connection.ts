import type { Counts } from '../metrics/goodput.ts';
import type { Connection, ConnectionEvents } from './transport.ts';

/** One load-generating connection of either direction. Times are ms since the direction began. */
export interface LoadConnection {
  readonly events: ConnectionEvents;
  /** Begins to load the line. */
  start(connection: Connection): void;
  /** Stops loading. What is still under way is counted; `ended` resolves behind the last of it. */
  finish(): void;
  /** What the receiver has counted so far. */
  counts(): Counts;
  /** Application bytes the receiver has counted, the tail after load stopped included. */
  readonly bytes: number;
  /** Resolves when the connection is over: true when both sides agreed on the end, false when it died. */
  readonly ended: Promise<boolean>;
}
