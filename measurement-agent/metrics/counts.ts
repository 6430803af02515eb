/** What the receiver of several connections counted and when, as one cumulative curve. */

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
