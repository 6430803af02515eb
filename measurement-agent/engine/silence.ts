/** How long a loaded line may be silent before it counts as dead. */
import type { Clock } from './clock.ts';
import type { PathRtt } from './pacing.ts';
import { wait } from './wait.ts';

/**
 * A packet may be lost three times in a row and be sent again by the timer each time, which doubles (RFC 6298 section
 * 5.5): 1 + 2 + 4 timeouts, and a round trip for the one that arrives.
 */
const TIMEOUTS = 7;
/**
 * A timeout is the round trip and this much, at least: stacks take a minimum of 200 to 300 ms where RFC 6298 section 2.4 has
 * a second.
 */
const MIN_TIMEOUT_MS = 300;
/** Timers that began with a short outage: a second and a half of it is over, and sent past, by then. */
const LEAST_MS = 3_000;
const LOOK_MS = 100;

/** Longest silence of a line that lives, ms. All its connections would have to be this unlucky at once. */
export function longestSilenceMs(rttMs: number): number {
  return Math.max(LEAST_MS, TIMEOUTS * (rttMs + MIN_TIMEOUT_MS) + rttMs);
}

/** Watches what all connections of a direction have received together. */
export class SilenceWatch {
  readonly #clock: Clock;
  readonly #rtt: PathRtt;
  readonly #bytes: () => number;
  #heardBytes = 0;
  #heardAtMs: number;

  constructor(clock: Clock, rtt: PathRtt, bytes: () => number) {
    this.#clock = clock;
    this.#rtt = rtt;
    this.#bytes = bytes;
    this.#heardAtMs = clock.now();
  }

  /** Resolves with true when nothing has arrived for too long, with false when the signal aborts first. */
  async silent(signal: AbortSignal): Promise<boolean> {
    for (;;) {
      await wait(this.#clock, LOOK_MS, signal);
      if (signal.aborted) return false;
      const bytes = this.#bytes();
      if (bytes > this.#heardBytes) {
        this.#heardBytes = bytes;
        this.#heardAtMs = this.#clock.now();
      }
      const rttMs = Math.max(this.#rtt.idleMs, this.#rtt.nowMs());
      if (this.#clock.now() - this.#heardAtMs > longestSilenceMs(rttMs)) return true;
    }
  }
}
