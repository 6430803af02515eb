/** Time of a whole fleet: it jumps from event to event, and waits for what is really under way. */
import type { Clock } from '../../measurement-agent/engine/clock.ts';
import { EventHeap } from '../../measurement-agent/engine/transports/simulated/event-heap.ts';

/** What is really under way may take this long on the fleet's clock: so many requests are sent side by side, and none seems slower. */
const LEAD_MS = 60_000;

export class World {
  #nowMs: number;
  readonly #events = new EventHeap();
  /** When each of what is under way began, in this order. */
  readonly #held = new Set<{ sinceMs: number }>();
  #onReleased = () => {};

  /** `startMs` is ms since the epoch. */
  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  at(atMs: number, run: () => void): void {
    this.#events.push(Math.max(Math.ceil(atMs), this.#nowMs), run);
  }

  /** Time goes no further than a little ahead until this is settled. */
  async held<Value>(work: () => Promise<Value>): Promise<Value> {
    const one = { sinceMs: this.#nowMs };
    this.#held.add(one);
    try {
      return await work();
    } finally {
      this.#held.delete(one);
      this.#onReleased();
    }
  }

  /** Runs every event until then, and what they began. */
  async runUntil(endMs: number): Promise<void> {
    await settled();
    for (;;) {
      const { next } = this.#events;
      const [oldest] = this.#held;
      const due = next !== undefined && next.atMs <= endMs;
      if (oldest !== undefined && (!due || next.atMs > oldest.sinceMs + LEAD_MS)) {
        await new Promise<void>((resolve) => {
          this.#onReleased = resolve;
        });
        this.#onReleased = () => {};
        await settled();
        continue;
      }
      if (!due) break;
      this.#events.pop();
      this.#nowMs = next.atMs;
      next.run();
      await settled();
    }
    this.#nowMs = Math.max(this.#nowMs, endMs);
  }
}

/** The clock of one device: off by so much, and still once it is dead. */
export class DeviceClock implements Clock {
  readonly #world: World;
  readonly #offMs: () => number;
  #dead = false;

  constructor(world: World, offMs: () => number) {
    this.#world = world;
    this.#offMs = offMs;
  }

  now(): number {
    return this.#world.nowMs;
  }

  utc(): string {
    return new Date(this.#world.nowMs + this.#offMs()).toISOString();
  }

  after(delayMs: number, callback: () => void): () => void {
    let cancelled = false;
    this.#world.at(this.#world.nowMs + delayMs, () => {
      if (!cancelled && !this.#dead) callback();
    });
    return () => {
      cancelled = true;
    };
  }

  /** As after a power cut: nothing that waits goes on. */
  kill(): void {
    this.#dead = true;
  }
}

/** Promises have settled, and what they asked of the system is under way. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
