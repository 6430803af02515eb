/**
 * How much a load connection keeps in flight, and in what pieces. Too little and the pacing is measured instead of
 * the path; too much and a slow line takes seconds to drain.
 */
import { bytesAt, type Counts } from '../metrics/counts.ts';
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
/**
 * Messages beyond this size last this long only: they exist to carry several Gbit/s, and at less they would make counts
 * coarse.
 */
const ORDINARY_MESSAGE_BYTES = 256 * 1024;
const LARGE_MESSAGE_DURATION_MS = 2;
/** A fast upload keeps so many messages in flight at least, and what it sends in so many idle round trips. */
const FAST_MESSAGES = 2;
const FAST_PATH_ROUND_TRIPS = 2;
/** A rate that has once been seen is never paced below this many bytes, so that it can be seen to rise again. */
const LEAST_IN_FLIGHT_BYTES = 16 * 1024;
/** Rates are taken over this long or one round trip, whichever is longer. */
const RATE_WINDOW_MS = 200;
/**
 * A queue may grow by this much beyond what it holds at the moment: it can be filled however deep it is, and a
 * congestion window can double before the pacing is felt.
 */
const QUEUE_GROWTH_MS = 250;
/**
 * From this round trip on a queue that overflows takes seconds to repair, most of a measurement: there no more than
 * `QUEUE_GROWTH_MS` of it is built up.
 */
export const LONG_PATH_MS = 200;
/**
 * A rate that is this much above that of the window before is still in slow start, which doubles every round trip: what
 * arrived in the last one is half of what the next wants in flight, and so many more round trips leave room for that.
 */
const GROWTH_ROUND_TRIPS = 2;
const GROWING = 1.25;
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

/** A round trip this much above the idle one, and this many ms, is a queue that stands in front of the line. */
const QUEUE_SHARE = 1.1;
const QUEUE_MS = 10;

export function hasQueue(rtt: PathRtt): boolean {
  return rtt.nowMs() > QUEUE_SHARE * rtt.idleMs + QUEUE_MS;
}

export interface Pace {
  /** Bytes the sender may have sent beyond what the receiver has counted. */
  inFlightBytes: number;
  messageBytes: number;
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.min(high, Math.max(low, value)));
}

/** In flight is so much more than the path takes: it stays full, and the sender's own queue stays this small. */
const HELD_SPARE = 1.1;

/** Bytes in flight of a connection that is held at its rate (bytes a ms) on a path of `rttMs`. */
export function heldInFlightBytes(bytesPerMs: number, rttMs: number): number {
  return clamp(bytesPerMs * rttMs * HELD_SPARE, MIN_MESSAGE_BYTES, MAX_CREDIT_BYTES);
}

/** A connection that is held sends its flight in so many messages: a probe waits for no more than one of them. */
const HELD_MESSAGES = 16;

/** Size of messages while a connection keeps `inFlightBytes` in flight. */
export function heldMessageBytes(inFlightBytes: number): number {
  return clamp(inFlightBytes / HELD_MESSAGES, MIN_MESSAGE_BYTES, MAX_MESSAGE_BYTES);
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
  #grewAtMs = 0;

  constructor(rtt: PathRtt, sinceMs: number) {
    this.#rtt = rtt;
    this.#sinceMs = sinceMs;
    this.#windowMs = Math.max(RATE_WINDOW_MS, rtt.idleMs);
  }

  pace(counts: Counts, nowMs: number): Pace {
    const { idleMs } = this.#rtt;
    const received = counts.at(-1)?.bytes ?? 0;
    const windowAgo = bytesAt(counts, nowMs - this.#windowMs);
    const bytesPerMs = (received - windowAgo) / this.#windowMs;
    const before = (windowAgo - bytesAt(counts, nowMs - 2 * this.#windowMs)) / this.#windowMs;
    if (bytesPerMs > GROWING * before) this.#grewAtMs = nowMs;
    // A queue that builds up says that the line is full a round trip before the rate does.
    const growing =
      !hasQueue(this.#rtt) && nowMs - Math.max(this.#grewAtMs, this.#sinceMs + idleMs) <= this.#windowMs;
    const remembered = this.#bestBytesPerMs * 0.5 ** ((nowMs - this.#bestAtMs) / (MEMORY_MS + 2 * idleMs));
    if (bytesPerMs >= remembered) {
      this.#bestBytesPerMs = bytesPerMs;
      this.#bestAtMs = nowMs;
    }
    const starting = nowMs - this.#sinceMs < this.#windowMs + idleMs;
    return {
      inFlightBytes: clamp(
        Math.max(bytesPerMs, remembered) * (idleMs + this.#queueMs(growing)),
        starting ? FIRST_IN_FLIGHT_BYTES : LEAST_IN_FLIGHT_BYTES,
        MAX_CREDIT_BYTES,
      ),
      messageBytes: clamp(
        Math.max(
          Math.min(bytesPerMs * MESSAGE_DURATION_MS, ORDINARY_MESSAGE_BYTES),
          bytesPerMs * LARGE_MESSAGE_DURATION_MS,
        ),
        starting ? FIRST_MESSAGE_BYTES : MIN_MESSAGE_BYTES,
        MAX_MESSAGE_BYTES,
      ),
    };
  }

  /**
   * The same for an upload. Where messages have reached their full size, at some 4 Gbit/s, no more is in flight than the path
   * takes: what a near sink has not taken yet lies in kernels' buffers, and makes every byte more costly for the sink to read.
   */
  paceUpload(counts: Counts, nowMs: number): Pace {
    const pace = this.pace(counts, nowMs);
    if (pace.messageBytes < MAX_MESSAGE_BYTES) return pace;
    const ofPath = FAST_PATH_ROUND_TRIPS * this.#bestBytesPerMs * this.#rtt.idleMs;
    return { ...pace, inFlightBytes: clamp(ofPath, FAST_MESSAGES * MAX_MESSAGE_BYTES, pace.inFlightBytes) };
  }

  /** Time that the queue of the path may hold. */
  #queueMs(growing: boolean): number {
    const { idleMs } = this.#rtt;
    if (idleMs >= LONG_PATH_MS) return growing ? GROWTH_ROUND_TRIPS * idleMs : QUEUE_GROWTH_MS;
    return (
      Math.max(0, this.#rtt.nowMs() - idleMs) + QUEUE_GROWTH_MS + (growing ? GROWTH_ROUND_TRIPS * idleMs : 0)
    );
  }
}
