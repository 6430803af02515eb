import type { Transport } from '../transport.ts';

/** TCP and the upgrade of HTTP; with TLS 1.3 a round trip and the certificates more. */
export function openingTo(origin: string): Transport['opening'] {
  return origin.startsWith('https:') ? { roundTrips: 3, bytes: 6_000 } : { roundTrips: 2, bytes: 2_000 };
}
