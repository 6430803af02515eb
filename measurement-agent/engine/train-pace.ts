import { ascending, quantile } from '../metrics/quantile.ts';

/** Round trips at the present pace before it is judged. */
const JUDGED_ROUND_TRIPS = 16;
/** A median this far above that of the first pace is a queue of ours: 370 bytes at 0.3 Mbit/s, long before one is full. */
const QUEUED_MS = 10;
const STEP = 3;

/**
 * Spacing of a train on a line whose rate is not known yet. It begins slowly, and a pace is only quickened once datagrams
 * sent at it came back about as soon as the first ones: a slow uplink that a fast train would fill shows as round trips
 * that grow, and the pace goes back for good. Loss that a train makes itself would not be the line's.
 */
export class TrainPace {
  readonly #firstMs: number;
  #leastMs: number;
  #spacingMs: number;
  /** Datagrams sent before this were sent at another pace. */
  #sinceMs = Number.NEGATIVE_INFINITY;
  /** Median round trip at the first pace, the line's own jitter included. */
  #usualMs: number | null = null;
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
    if (sentAtMs < this.#sinceMs) return;
    this.#roundTripsMs.push(nowMs - sentAtMs);
    if (this.#roundTripsMs.length < JUDGED_ROUND_TRIPS) return;
    const median = quantile(ascending(this.#roundTripsMs), 0.5) ?? 0;
    this.#roundTripsMs = [];
    this.#usualMs ??= median;
    const previousMs = this.#spacingMs;
    if (median <= this.#usualMs + QUEUED_MS) this.#spacingMs = Math.max(this.#leastMs, previousMs / STEP);
    else this.#spacingMs = this.#leastMs = Math.min(this.#firstMs, previousMs * STEP);
    if (this.#spacingMs !== previousMs) this.#sinceMs = nowMs;
  }
}
