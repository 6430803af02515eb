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
/** A queue this deep in time can be filled; deeper ones stay as deep as the agent keeps in flight. */
const QUEUE_ALLOWANCE_MS = 1000;
/** Rates are taken over this long or one round trip, whichever is longer. */
const RATE_WINDOW_MS = 200;

export interface Pace {
  /** Bytes the sender may have sent beyond what the receiver has counted. */
  inFlightBytes: number;
  messageBytes: number;
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.min(high, Math.max(low, value)));
}

/**
 * The pace of one connection from what its receiver has counted. `nowMs` is on the clock of `counts`, whose zero is the
 * start of the direction; `rttMs` is the idle round trip. The rate is taken over a window that does not shrink when
 * little has arrived yet: a burst of a few messages must not pass for a fast line, as what is granted cannot be
 * taken back.
 */
export function paceOf(counts: Counts, nowMs: number, rttMs: number): Pace {
  const windowMs = Math.max(RATE_WINDOW_MS, rttMs);
  const received = counts.at(-1)?.bytes ?? 0;
  const bytesPerMs = (received - bytesAt(counts, nowMs - windowMs)) / windowMs;
  const starting = nowMs < windowMs + rttMs;
  return {
    inFlightBytes: clamp(
      bytesPerMs * (rttMs + QUEUE_ALLOWANCE_MS),
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
