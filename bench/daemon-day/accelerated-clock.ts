import type { Clock } from '../../measurement-agent/engine/clock.ts';

interface Timer {
  dueMs: number;
  callback: () => void;
  handle: NodeJS.Timeout | null;
}

/** A clock that runs many times as fast as time, but as fast as it while something real is under way. */
export class AcceleratedClock implements Clock {
  readonly #epochMs: number;
  readonly #factor: number;
  readonly #timers = new Set<Timer>();
  #holds = 0;
  #nowMs = 0;
  #readAtMs = performance.now();

  /** `epochMs` is the wall-clock time at the start, in ms since 1970. */
  constructor(epochMs: number, factor: number) {
    this.#epochMs = epochMs;
    this.#factor = factor;
  }

  now(): number {
    const atMs = performance.now();
    this.#nowMs += (atMs - this.#readAtMs) * this.#rate();
    this.#readAtMs = atMs;
    return this.#nowMs;
  }

  utc(): string {
    return new Date(this.#epochMs + this.now()).toISOString();
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer: Timer = { dueMs: this.now() + delayMs, callback, handle: null };
    this.#timers.add(timer);
    this.#arm(timer);
    return () => this.#forget(timer);
  }

  /** Real time until the answer is called. */
  hold(): () => void {
    let held = true;
    this.#change(1);
    return () => {
      if (held) this.#change(-1);
      held = false;
    };
  }

  #rate(): number {
    return this.#holds > 0 ? 1 : this.#factor;
  }

  #change(by: number): void {
    this.now();
    this.#holds += by;
    for (const timer of this.#timers) this.#arm(timer);
  }

  #arm(timer: Timer): void {
    if (timer.handle !== null) clearTimeout(timer.handle);
    const delayMs = Math.max(0, (timer.dueMs - this.now()) / this.#rate());
    timer.handle = setTimeout(() => {
      this.#forget(timer);
      timer.callback();
    }, delayMs);
  }

  #forget(timer: Timer): void {
    if (timer.handle !== null) clearTimeout(timer.handle);
    this.#timers.delete(timer);
  }
}
