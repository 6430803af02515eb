/**
 * Goodput (RFC 2647 section 3.17: application bits a second at the receiver) of several connections as one.
 * Everything here is computed from what the receiver counted and when.
 */
import { ascending, quantile } from './quantile.ts';

/** What one connection's receiver had counted at a time. Complete messages only, so counts grow in steps. */
export interface Count {
  /** ms since the direction began, on a clock all its connections share. */
  atMs: number;
  /** Application bytes received until then; never falls. */
  bytes: number;
}

/** Counts of one connection in order of time. */
export type Counts = readonly Count[];

/**
 * Bytes received until `atMs`, linear between two counts: a message that is half through has brought half its bytes.
 * Before the first count 0, after the last its own.
 */
export function bytesAt(counts: Counts, atMs: number): number {
  // The first count later than atMs.
  let low = 0;
  let high = counts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((counts[middle]?.atMs ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  const before = counts[low - 1];
  const after = counts[low];
  if (before === undefined) return 0;
  if (after === undefined) return before.bytes;
  return before.bytes + ((after.bytes - before.bytes) * (atMs - before.atMs)) / (after.atMs - before.atMs);
}

/** Bytes of all connections until `atMs`. */
export function totalBytesAt(connections: readonly Counts[], atMs: number): number {
  return connections.reduce((sum, counts) => sum + bytesAt(counts, atMs), 0);
}

/** Rate of all connections together between two times, bit/s. */
export function rateBps(connections: readonly Counts[], fromMs: number, toMs: number): number {
  return ((totalBytesAt(connections, toMs) - totalBytesAt(connections, fromMs)) * 8000) / (toMs - fromMs);
}

/** Rates of consecutive intervals of `binMs` from 0 to `untilMs`: [end of the interval in ms, bit/s]. */
export function series(connections: readonly Counts[], binMs: number, untilMs: number): [number, number][] {
  const bins = Math.floor(untilMs / binMs + 1e-9);
  return Array.from({ length: bins }, (_, index) => [
    (index + 1) * binMs,
    rateBps(connections, index * binMs, (index + 1) * binMs),
  ]);
}

/** Start-up is judged in intervals of this length: shorter ones are full of the sawtooth of a single connection. */
const STARTUP_BIN_MS = 250;
/** … or of this share of a run that was cut short, so that its last third has three of them. */
const STARTUP_BIN_SHARE = 1 / 9;
/** Start-up has ended when a rate reaches this share of what the line carries afterwards. */
const STARTUP_SHARE = 0.9;
/** What the line carries afterwards is judged by this last share of the run, and start-up never reaches into it. */
const SETTLED_SHARE = 1 / 3;

/**
 * When start-up ends, in ms: at the end of the first interval of 250 ms (a ninth of a run under 2.25 s) whose rate reaches 90% of the median rate of
 * the last third of the run. Never later than the beginning of that third, so that a line that keeps rising is measured
 * over it. The interval that reached the rate is left out with the others: it was chosen for being high.
 */
export function startupEndMs(connections: readonly Counts[], untilMs: number): number {
  const latestMs = untilMs * (1 - SETTLED_SHARE);
  const binMs = Math.min(STARTUP_BIN_MS, untilMs * STARTUP_BIN_SHARE);
  const rates = series(connections, binMs, untilMs);
  const later = rates.filter(([endMs]) => endMs - binMs >= latestMs - 1e-9).map(([, bps]) => bps);
  const settledBps = quantile(ascending(later), 0.5);
  if (settledBps === null) return 0;
  const reached = rates.find(([, bps]) => bps >= STARTUP_SHARE * settledBps);
  return Math.min(latestMs, reached?.[0] ?? latestMs);
}

/** A rate and the window it is of. */
export interface Goodput {
  /** Application bits a second at the receiver. */
  bps: number;
  fromMs: number;
  toMs: number;
}

/** Counts that a rate needs inside its window; fewer say more about message boundaries than about the line. */
const MIN_COUNTS = 4;
/** Shortest window a rate is given for, in ms. */
export const MIN_WINDOW_MS = 240;

/**
 * Goodput from the end of start-up to a common end of all connections, when load stopped. Null when the window is
 * shorter than 240 ms or holds fewer than four counts.
 */
export function goodput(connections: readonly Counts[], untilMs: number): Goodput | null {
  const fromMs = startupEndMs(connections, untilMs);
  const counted = connections.flatMap((counts) => counts.filter(({ atMs }) => atMs > fromMs)).length;
  if (untilMs - fromMs < MIN_WINDOW_MS || counted < MIN_COUNTS) return null;
  return { bps: rateBps(connections, fromMs, untilMs), fromMs, toMs: untilMs };
}
