import type { VerdictReason } from '../../measurement-agent/protocol/vocabulary.ts';

/** What a result's figures describe, where it is not the line. */
export const LIMITERS = ['run', 'rival', 'device', 'edge', 'detour', 'wifi', 'line'] as const;
export type Limiter = (typeof LIMITERS)[number];

const OF_REASON: Record<VerdictReason, Limiter> = {
  stopped: 'run',
  'too-few-samples': 'run',
  'byte-limited': 'run',
  'connection-lost': 'run',
  'network-changed': 'run',
  'summary-mismatch': 'run',
  'summary-missing': 'run',
  'receipt-missing': 'run',
  'receipt-invalid': 'run',
  'receipt-foreign': 'run',
  'prefix-changed': 'line',
  'cross-traffic': 'rival',
  'tab-hidden': 'device',
  'tab-throttled': 'device',
  'event-loop-late': 'device',
  'cpu-bound': 'device',
  'interface-limited': 'device',
  'clock-anomaly': 'device',
  'edge-limited': 'edge',
  vpn: 'detour',
  'hosting-network': 'detour',
  'others-line': 'line',
  wireless: 'wifi',
  unstable: 'line',
  lossy: 'line',
  far: 'line',
};

/**
 * What a result was limited by, of what was noticed about it: an unfinished run before a rival on the device, the device before
 * the server, the way there, Wi-Fi. The line itself where nothing else was noticed.
 */
export function limiterOf(codes: readonly VerdictReason[]): Limiter {
  const found = new Set(codes.map((code) => OF_REASON[code]));
  return LIMITERS.find((limiter) => found.has(limiter)) ?? 'line';
}
