import { ascending, quantile } from '../metrics/quantile.ts';

/** Round trips at the present pace before it is judged. */
const JUDGED_ROUND_TRIPS = 8;
/** A median this far above the shortest round trip is no queue of ours. */
const CALM_MS = 10;
/** A median this far above it is: about 1.2 kB at 0.3 Mbit/s, long before any queue is full. */
const QUEUED_MS = 30;
const STEP = 3;

/**
 * Spacing of a train on a line whose rate is not known yet. It begins slowly, and a pace is only quickened once datagrams
 * sent at it came back without having waited: a slow uplink that a fast train would fill shows as round trips that
 * grow, and the pace goes back. Loss that a train makes itself would not be the line's.
 */
export class TrainPace {
  readonly #firstMs: number;
  readonly #leastMs: number;
  #spacingMs: number;
  /** Datagrams sent before this were sent at another pace. */
  #sinceMs = Number.NEGATIVE_INFINITY;
  #shortestMs = Number.POSITIVE_INFINITY;
  #roundTripsMs: number[] = [];

  constructor(firstMs: number, leastMs: number) {
    this.#firstMs = firstMs;
    this.#leastMs = leastMs;
    this.#spacingMs = firstMs;
  }

  /** Mean spacing now, ms. */
  get spacingMs(): number {
    return this.#spacingMs;
  }

  /** A datagram that was sent then came back now. */
  returned(sentAtMs: number, nowMs: number): void {
    this.#shortestMs = Math.min(this.#shortestMs, nowMs - sentAtMs);
    if (sentAtMs < this.#sinceMs) return;
    this.#roundTripsMs.push(nowMs - sentAtMs);
    if (this.#roundTripsMs.length < JUDGED_ROUND_TRIPS) return;
    const median = quantile(ascending(this.#roundTripsMs), 0.5) ?? 0;
    const waitedMs = median - this.#shortestMs;
    const previousMs = this.#spacingMs;
    if (waitedMs <= CALM_MS) this.#spacingMs = Math.max(this.#leastMs, previousMs / STEP);
    else if (waitedMs > QUEUED_MS) this.#spacingMs = Math.min(this.#firstMs, previousMs * STEP);
    if (this.#spacingMs !== previousMs) this.#sinceMs = nowMs;
    this.#roundTripsMs = [];
  }
}
