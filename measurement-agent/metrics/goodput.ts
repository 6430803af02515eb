/** Goodput (RFC 2647 section 3.17: application bits a second at the receiver) of several connections as one. */
import { type Counts, rateBps } from './counts.ts';
import { caughtUp, settledFromMs, startupEndMs } from './rate-window.ts';

/** A rate and the window it is of. */
export interface Goodput {
  /** Application bits a second at the receiver. */
  bps: number;
  /** ms since the direction began. */
  fromMs: number;
  toMs: number;
  /** When start-up had ended: from here on to its end the load says what the line is like under load. */
  loadedFromMs: number;
}

/** Counts that a rate needs inside its window; fewer say more about message boundaries than about the line. */
const MIN_COUNTS = 4;
/** Shortest window a rate is given for, in ms. */
export const MIN_WINDOW_MS = 240;

/**
 * Goodput of what is left of a load until `untilMs`, the common end of all connections: after start-up, from where the rate has
 * settled, between two moments at which least is held back. Null when less than 240 ms or four counts follow start-up.
 */
export function goodput(connections: readonly Counts[], untilMs: number): Goodput | null {
  const loadedFromMs = startupEndMs(connections, untilMs);
  const counted = connections.flatMap((counts) => counts.filter(({ atMs }) => atMs > loadedFromMs)).length;
  if (untilMs - loadedFromMs < MIN_WINDOW_MS || counted < MIN_COUNTS) return null;
  const settled = { fromMs: settledFromMs(connections, loadedFromMs, untilMs), toMs: untilMs };
  const { fromMs, toMs } = caughtUp(connections, settled);
  return { bps: rateBps(connections, fromMs, toMs), fromMs, toMs, loadedFromMs };
}
