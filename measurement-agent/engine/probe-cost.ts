import type { RoundTrip } from './pending-probes.ts';

/**
 * IP bits of one probe in either direction: a message of 30 bytes with its frame and headers, and the acknowledgement of the one
 * that goes the other way.
 */
export const PROBE_BITS = (52 + 6 + 30 + 52) * 8;

/** What probes that were sent between two times took of either direction, bit/s. */
export function probesBps(roundTrips: readonly RoundTrip[], fromMs: number, toMs: number): number {
  const sent = roundTrips.filter(({ sentAtMs }) => sentAtMs >= fromMs && sentAtMs < toMs).length;
  return (sent * PROBE_BITS * 1000) / (toMs - fromMs);
}
