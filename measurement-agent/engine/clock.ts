/** Time and waiting, passed in so that a simulated link can run hours in milliseconds. */
export interface Clock {
  /** Monotonic time in ms from an arbitrary origin. Only differences mean anything. */
  now(): number;
  /** Wall-clock time as RFC 3339 UTC with ms. Never subtracted. */
  utc(): string;
  /** Calls `callback` once after `delayMs`; returns a function that cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

/** Uniform in [0, 1). */
export type Random = () => number;
