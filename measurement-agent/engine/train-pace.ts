import { ascending, quantile } from '../metrics/quantile.ts';

/** A faster pace is tried with so many datagrams; on a slow uplink they make a queue of 4 kB at most. */
const TRIED = 20;
/** Round trips that a median is taken of. Fewer than are tried, as some may be lost. */
const JUDGED = 12;
/** A median this far above that of the first pace is a queue of ours: 370 bytes at 0.3 Mbit/s, long before one is full. */
const QUEUED_MS = 10;
const STEP = 3;
/** Small steps back: it may also be SCTP that holds datagrams after a loss, and then a little slower is enough. */
const STEP_BACK = 1.5;

interface Trial {
  spacingMs: number;
  /** Number of its first datagram; null until that is sent. */
  from: number | null;
  left: number;
  roundTripsMs: number[];
}

/**
 * Spacing of a train on a line whose rate is not known yet: loss that a train makes itself would not be the line's. It
 * begins slowly. A faster pace is tried with a few datagrams, and becomes the train's when they came back about as soon
 * as the first ones did; until then, which takes a second on a far line, the train goes on as before. A slow uplink
 * that the train would fill shows as round trips that grow: the pace goes back, and no faster one is tried again.
 */
export class TrainPace {
  readonly #firstMs: number;
  #leastMs: number;
  #provenMs: number;
  #trial: Trial | null = null;
  /** Median round trip at the first pace, the line's own jitter included. */
  #usualMs: number | null = null;
  #recentMs: number[] = [];
  /** Datagrams before this one say nothing of the present pace. */
  #judgedFrom = 0;
  #nextSequence = 0;

  constructor(firstMs: number, leastMs: number) {
    this.#firstMs = firstMs;
    this.#leastMs = leastMs;
    this.#provenMs = firstMs;
  }

  /** Mean spacing to the next datagram, ms. */
  get spacingMs(): number {
    return this.#trial !== null && this.#trial.left > 0 ? this.#trial.spacingMs : this.#provenMs;
  }

  /** Datagrams are numbered in the order they are sent. */
  sent(sequence: number): void {
    this.#nextSequence = sequence + 1;
    if (this.#trial === null || this.#trial.left === 0) return;
    this.#trial.from ??= sequence;
    this.#trial.left -= 1;
  }

  returned(sequence: number, roundTripMs: number): void {
    this.#noteTrial(sequence, roundTripMs);
    if (sequence < this.#judgedFrom) return;
    this.#recentMs.push(roundTripMs);
    if (this.#recentMs.length < JUDGED) return;
    const median = medianOf(this.#recentMs);
    this.#recentMs = [];
    if (this.#usualMs === null) {
      this.#usualMs = median;
      this.#try();
    } else if (median > this.#usualMs + QUEUED_MS) this.#retreat(this.#provenMs * STEP_BACK);
  }

  #noteTrial(sequence: number, roundTripMs: number): void {
    const trial = this.#trial;
    if (trial === null || trial.from === null || this.#usualMs === null) return;
    if (sequence < trial.from || sequence >= trial.from + TRIED) return;
    trial.roundTripsMs.push(roundTripMs);
    if (trial.roundTripsMs.length < JUDGED) return;
    if (medianOf(trial.roundTripsMs) > this.#usualMs + QUEUED_MS) this.#retreat(this.#provenMs);
    else {
      this.#provenMs = trial.spacingMs;
      this.#try();
    }
  }

  #try(): void {
    const spacingMs = Math.max(this.#leastMs, this.#provenMs / STEP);
    this.#trial =
      spacingMs < this.#provenMs ? { spacingMs, from: null, left: TRIED, roundTripsMs: [] } : null;
  }

  #retreat(spacingMs: number): void {
    this.#provenMs = this.#leastMs = Math.min(this.#firstMs, spacingMs);
    this.#trial = null;
    this.#judgedFrom = this.#nextSequence;
    this.#recentMs = [];
  }
}

function medianOf(values: readonly number[]): number {
  return quantile(ascending(values), 0.5) ?? 0;
}
