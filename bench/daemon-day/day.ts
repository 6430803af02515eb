/** What the bench tells the subscriber's host, and hears of it. */
export interface DayOrder {
  server: string;
  stateDir: string;
  /** The packed agent. */
  program: string;
  interfaceName: string;
  /** Where the accelerated clock begins, ms since 1970. */
  epochMs: number;
  factor: number;
  hours: number;
  seed: number;
  /** How often somebody else uses the line and for how long, on average, on the accelerated clock. */
  burstEveryMs: number;
  burstMs: number;
  burstBytesPerS: number;
  burstUrl: string;
  reportFile: string;
}

/** Moments of real time, ms since 1970. */
interface Span {
  beganAtMs: number;
  endedAtMs: number;
}

/** Bytes of the interface, both ways, meanwhile. */
interface Carried {
  lineBytes: number;
}

export interface DayReport {
  bursts: (Span & Carried)[];
  tests: (Span & Carried & { outcome: string })[];
}

/** Whether a moment lies in any of the spans. */
export function within(atMs: number, spans: readonly Span[]): boolean {
  return spans.some(({ beganAtMs, endedAtMs }) => atMs >= beganAtMs && atMs < endedAtMs);
}

/** Whether two stretches share a moment. */
export function overlap(one: Span, spans: readonly Span[]): boolean {
  return spans.some(({ beganAtMs, endedAtMs }) => one.beganAtMs < endedAtMs && beganAtMs < one.endedAtMs);
}
