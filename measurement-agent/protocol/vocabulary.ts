/**
 * Closed lists of words that results carry. Each list is public: words are added, never renamed.
 */

export const ACCESS_TECHNOLOGIES = [
  'ftth',
  'catv',
  'dsl',
  'vdsl',
  'fwa',
  'mobile',
  'satellite',
  'other',
] as const;
export type AccessTechnology = (typeof ACCESS_TECHNOLOGIES)[number];

export const CONNECTION_METHODS = [
  'pppoe',
  'ipoe-mape',
  'ipoe-dslite',
  'ipoe-native',
  'dhcp',
  'other',
] as const;
export type ConnectionMethod = (typeof CONNECTION_METHODS)[number];

/**
 * What a guess of the connection method rests on (docs/metrics.md). `mtu-…`: the MTU of the path; `vne-network`: the AS is
 * an IPoE wholesaler's; `network-uses-…`: how the AS's operator carries IPv4 over IPv6; `ipv6-seen`: the run or its group
 * reached the server over IPv6; `cable-…`: the AS is a cable operator's, or the person said cable.
 */
export const GUESS_REASONS = [
  'mtu-1454',
  'mtu-1460',
  'mtu-1492',
  'vne-network',
  'network-uses-mape',
  'network-uses-dslite',
  'ipv6-seen',
  'cable-network',
  'cable-declared',
] as const;
export type GuessReason = (typeof GUESS_REASONS)[number];

export const CONFIDENCES = ['low', 'medium', 'high'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const DWELLINGS = ['detached', 'apartment-fibre', 'apartment-vdsl', 'apartment-lan'] as const;
export type Dwelling = (typeof DWELLINGS)[number];

export const MEDIA = ['wired', 'wifi', 'cellular'] as const;
export type Medium = (typeof MEDIA)[number];

/** Who measured; never mixed silently in a statistic. The server decides, the agent cannot. */
export const COHORTS = ['crowd-browser', 'independent-agent', 'isp-agent', 'foreign-protocol'] as const;
export type Cohort = (typeof COHORTS)[number];

/**
 * Why a figure is null. `no-turn`: the server named no TURN server; `udp-blocked`: the TURN server did not answer over UDP;
 * `not-supported`: the agent has no WebRTC.
 */
export const MISSING_REASONS = [
  'not-measured',
  'stopped',
  'connection-lost',
  'too-few-samples',
  'no-turn',
  'udp-blocked',
  'not-supported',
] as const;
export type MissingReason = (typeof MISSING_REASONS)[number];

/**
 * What was noticed about a measurement. Only faults of the measurement exclude it from statistics; a slow, lossy or
 * distant line is a finding and always counts.
 */
export const VERDICT_REASONS = {
  /** The person or a signal stopped the run. */
  stopped: { excludes: true },
  /** Fewer samples than a rate or delay needs. */
  'too-few-samples': { excludes: true },
  /** The bytes that the person allowed were used up before the rate was known well. */
  'byte-limited': { excludes: true },
  /** A load connection died; its figure is missing. */
  'connection-lost': { excludes: true },
  /** The page was hidden, so the browser may have throttled it. */
  'tab-hidden': { excludes: true },
  /** The browser ran its timers so rarely that it must have throttled or frozen the page. */
  'tab-throttled': { excludes: true },
  /** The measuring thread was late, by more than its figures may be off. */
  'event-loop-late': { excludes: true },
  /** The device was busy to its limit while the line was loaded: the rate may be the device's. */
  'cpu-bound': { excludes: true },
  /** Something else on this device used the line. */
  'cross-traffic': { excludes: true },
  /** The way into the network changed during the run: the figures are of two lines. */
  'network-changed': { excludes: true },
  /** A clock jumped, or the device slept. */
  'clock-anomaly': { excludes: true },
  /** The server could not keep up: the rate may be the server's. */
  'edge-limited': { excludes: true },
  /** Measured through a VPN: not the access line alone. */
  vpn: { excludes: true },
  /** The network hosts servers: not an access line. */
  'hosting-network': { excludes: true },
  /** What the agent claims differs from what the worker saw. */
  'summary-mismatch': { excludes: true },
  /** A direction has a figure but no closing summary from the worker. */
  'summary-missing': { excludes: true },
  /** A summary has no signature of the worker's. */
  'receipt-missing': { excludes: true },
  /** A summary is not as a worker signed it, or the key is none of this server's. */
  'receipt-invalid': { excludes: true },
  /** A summary of another session, or a second one of the same phase. */
  'receipt-foreign': { excludes: true },
  /** The agent's address prefix changed within its AS during the session. */
  'prefix-changed': { excludes: false },
  /** Measured over Wi-Fi. */
  wireless: { excludes: false },
  /** A rate did not hold still while it was taken. */
  unstable: { excludes: false },
  /** Packets are lost. */
  lossy: { excludes: false },
  /** The server answers from afar, or over a satellite. */
  far: { excludes: false },
  /** The rate is all that the device's own interface carries. */
  'interface-limited': { excludes: true },
  /** An ISP's agent measured another ISP's line. */
  'others-line': { excludes: true },
} as const satisfies Record<string, { excludes: boolean }>;
export type VerdictReason = keyof typeof VERDICT_REASONS;

/** In the order of the list: where a result is counted under one reason, it is the first. */
export const VERDICT_CODES = Object.keys(VERDICT_REASONS) as [VerdictReason, ...VerdictReason[]];
