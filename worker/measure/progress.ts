import { SLOW_UPLOAD_BYTES, SLOW_UPLOAD_MS } from '../../measurement-agent/protocol/spec.ts';

const LOOKS = 3;

/** From one look at an upload to the next, ms. */
export const LOOK_MS = SLOW_UPLOAD_MS / LOOKS;

/**
 * Whether an upload delivers enough to be one: `SLOW_UPLOAD_BYTES` of complete messages in every `SLOW_UPLOAD_MS`, the first of
 * which begins when the connection is opened. Silence ends a connection anyway, but not one that lets a byte or a probe drip
 * in now and then, and holds one of the session's places for minutes with it.
 *
 * An honest agent is far from it. It adds connections only where one alone brought 2 Mbit/s or more, so that each of 16 has a
 * hundred kbit/s, and 9 kbit/s are asked; a slower line is loaded by one connection, which brings 187 kB in that time at
 * 0.1 Mbit/s. A connection may wait for the slowest of those that are opened with it, 8 s at most, and another 7 s are left to
 * it then; none is opened in advance or kept for probes (those have the echo). When its line falls silent the agent gives up
 * after 3 s, and what is under way at the end has 6 s to arrive.
 */
export class Progress {
  /** Bytes at the last looks, the oldest first; none at the opening. */
  readonly #bytesAtLooks = [0];

  /** To be called every `LOOK_MS`, with all that has been delivered so far. */
  isTooSlow(bytes: number): boolean {
    this.#bytesAtLooks.push(bytes);
    if (this.#bytesAtLooks.length <= LOOKS) return false;
    return bytes - (this.#bytesAtLooks.shift() ?? 0) < SLOW_UPLOAD_BYTES;
  }
}
