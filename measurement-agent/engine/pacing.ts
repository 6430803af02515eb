/**
 * How much a load connection keeps in flight, and in what pieces. Too little and the pacing is measured instead of
 * the path; too much and a slow line takes seconds to drain.
 */
import { bytesAt, type Counts } from '../metrics/goodput.ts';
import {
  MAX_CREDIT_BYTES,
  MAX_MESSAGE_BYTES,
  MESSAGE_DURATION_MS,
  MIN_MESSAGE_BYTES,
} from '../protocol/spec.ts';

/** In flight before anything is known: a TCP initial window (RFC 6928) twice over, and one second of 0.25 Mbit/s. */
const FIRST_IN_FLIGHT_BYTES = 32 * 1024;
/** First messages are small: a slow line should complete one early. */
const FIRST_MESSAGE_BYTES = 4096;
/** A rate that has once been seen is never paced below this many bytes, so that it can be seen to rise again. */
const LEAST_IN_FLIGHT_BYTES = 16 * 1024;
/** Rates are taken over this long or one round trip, whichever is longer. */
const RATE_WINDOW_MS = 200;
/**
 * Beyond the round trip of the moment this much more is kept in flight, or two more round trips: a congestion window can
 * double twice, and a queue can grow by this much every round trip until it is full, however deep it is.
 */
const ALLOWANCE_MS = 250;
/**
 * A rate that was seen is forgotten by half in this time and two round trips: a stall while lost packets are sent again
 * must not make the pacing hold back what comes after it.
 */
const MEMORY_MS = 1000;

/** The round trip of the path, ms: idle, and now. */
export interface PathRtt {
  idleMs: number;
  /** Latest round trip of the loaded path; the idle one until there is any. */
  nowMs(): number;
}

export interface Pace {
  /** Bytes the sender may have sent beyond what the receiver has counted. */
  inFlightBytes: number;
  messageBytes: number;
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.min(high, Math.max(low, value)));
}

/**
 * Paces one connection by what its receiver has counted. Times are those of the counts, whose zero is the start of the
 * direction; the connection itself began at `sinceMs`. Rates are taken over a window that does not shrink when little has
 * arrived yet: a burst of a few messages must not pass for a fast line, as what is granted cannot be taken back.
 */
export class Pacer {
  readonly #rtt: PathRtt;
  readonly #sinceMs: number;
  readonly #windowMs: number;
  #bestBytesPerMs = 0;
  #bestAtMs = 0;

  constructor(rtt: PathRtt, sinceMs: number) {
    this.#rtt = rtt;
    this.#sinceMs = sinceMs;
    this.#windowMs = Math.max(RATE_WINDOW_MS, rtt.idleMs);
  }

  pace(counts: Counts, nowMs: number): Pace {
    const { idleMs } = this.#rtt;
    const received = counts.at(-1)?.bytes ?? 0;
    const bytesPerMs = (received - bytesAt(counts, nowMs - this.#windowMs)) / this.#windowMs;
    const remembered = this.#bestBytesPerMs * 0.5 ** ((nowMs - this.#bestAtMs) / (MEMORY_MS + 2 * idleMs));
    if (bytesPerMs >= remembered) {
      this.#bestBytesPerMs = bytesPerMs;
      this.#bestAtMs = nowMs;
    }
    const starting = nowMs - this.#sinceMs < this.#windowMs + idleMs;
    return {
      inFlightBytes: clamp(
        Math.max(bytesPerMs, remembered) * (this.#rtt.nowMs() + Math.max(ALLOWANCE_MS, 2 * idleMs)),
        starting ? FIRST_IN_FLIGHT_BYTES : LEAST_IN_FLIGHT_BYTES,
        MAX_CREDIT_BYTES,
      ),
      messageBytes: clamp(
        bytesPerMs * MESSAGE_DURATION_MS,
        starting ? FIRST_MESSAGE_BYTES : MIN_MESSAGE_BYTES,
        MAX_MESSAGE_BYTES,
      ),
    };
  }
}
