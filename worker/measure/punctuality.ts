/** How many timers ran, and how many of them late. */
export interface Ticks {
  ticks: number;
  lateTicks: number;
}

interface TimerClock {
  now(): number;
  /** Calls `callback` once after `delayMs`; returns a function that cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

const TICK_MS = 100;
/** A message lasts about this long on the line: whoever is later than that cannot keep it busy. */
const LATE_MS = 20;

/** In a deployed Worker the clock stands still between I/O; a timer that runs is I/O, so that here it tells the truth. */
const WORKER_CLOCK: TimerClock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

/**
 * Notices whether the isolate keeps up: a timer waits behind the same work as a message does. Late timers prove that it
 * does not; timely ones prove nothing of the machine and the network beneath, which a Worker cannot see.
 */
export class Punctuality {
  readonly #clock: TimerClock;
  readonly #counts: Ticks = { ticks: 0, lateTicks: 0 };
  #cancel: () => void = () => {};

  constructor(clock: TimerClock = WORKER_CLOCK) {
    this.#clock = clock;
    this.#tick();
  }

  end(): Ticks {
    this.#cancel();
    return this.#counts;
  }

  #tick(): void {
    const dueAtMs = this.#clock.now() + TICK_MS;
    this.#cancel = this.#clock.after(TICK_MS, () => {
      this.#counts.ticks += 1;
      if (this.#clock.now() - dueAtMs > LATE_MS) this.#counts.lateTicks += 1;
      this.#tick();
    });
  }
}
