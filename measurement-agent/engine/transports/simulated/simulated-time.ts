import type { Clock } from '../../clock.ts';
import { EventHeap } from './event-heap.ts';

/** Promise chains of the engine are shorter than this; each turn resolves one link of every chain. */
const SETTLING_TURNS = 40;

/**
 * Time that jumps from event to event. Events of one time run in the order they were made, so that a seed decides
 * everything.
 */
export class SimulatedTime implements Clock {
  #nowMs = 0;
  readonly #events = new EventHeap();
  readonly #epochMs: number;
  /** Something outside the simulation was called and may have promises to settle. */
  #touched = true;

  /** `epochMs` is the wall-clock time at the start, in ms since 1970. */
  constructor(epochMs: number) {
    this.#epochMs = epochMs;
  }

  now(): number {
    return this.#nowMs;
  }

  utc(): string {
    return new globalThis.Date(this.#epochMs + this.#nowMs).toISOString();
  }

  after(delayMs: number, callback: () => void): () => void {
    let cancelled = false;
    this.at(this.#nowMs + delayMs, () => {
      if (cancelled) return;
      this.#touched = true;
      callback();
    });
    return () => {
      cancelled = true;
    };
  }

  /** An event inside the simulation: settles no promises by itself. */
  at(atMs: number, run: () => void): void {
    this.#events.push(Math.max(atMs, this.#nowMs), run);
  }

  /** Says that code outside the simulation was called. */
  touch(): void {
    this.#touched = true;
  }

  /** Runs until `promise` settles. Rejects when nothing is left that could settle it. */
  async run<Value>(promise: Promise<Value>): Promise<Value> {
    let settled = false;
    const watch = () => {
      settled = true;
    };
    promise.then(watch, watch);
    for (;;) {
      if (this.#touched) {
        this.#touched = false;
        for (let turn = 0; turn < SETTLING_TURNS; turn += 1) await Promise.resolve();
      }
      if (settled) return promise;
      const next = this.#events.pop();
      if (next === undefined)
        throw new Error('The simulation has nothing left to do, but something still waits.');
      this.#nowMs = next.atMs;
      next.run();
    }
  }
}
