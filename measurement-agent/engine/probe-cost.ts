import { PROBE_BITS } from '../metrics/probe-bits.ts';
import type { RoundTrip } from './pending-probes.ts';

/** What probes that were sent between two times took of either direction, bit/s. */
export function probesBps(roundTrips: readonly RoundTrip[], fromMs: number, toMs: number): number {
  const sent = roundTrips.filter(({ sentAtMs }) => sentAtMs >= fromMs && sentAtMs < toMs).length;
  return (sent * PROBE_BITS * 1000) / (toMs - fromMs);
}
