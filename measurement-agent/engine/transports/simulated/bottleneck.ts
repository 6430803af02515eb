import type { Random } from '../../clock.ts';
import { Carried } from './carried.ts';

/** One direction of an access line. */
export interface BottleneckOptions {
  /** IP bits a second. */
  rateBps: number;
  /** Propagation, one way, ms. */
  delayMs: number;
  /** Drop-tail queue in front of the line, bytes; shared by all that cross it. */
  queueBytes: number;
  /** Share of packets lost at random, 0–1. */
  lossRatio: number;
  /** Rates that hold from a time on: [ms, bit/s], in order of time. */
  rateSteps?: readonly (readonly [number, number])[];
  /** Times in which whatever is handed over is lost: [from ms, until ms]. */
  outages?: readonly (readonly [number, number])[];
}

/** A first-in-first-out line with a drop-tail queue: a packet either gets its time of arrival or is lost. */
export class Bottleneck {
  readonly #options: BottleneckOptions;
  readonly #random: Random;
  #freeAtMs = 0;
  dropped = 0;
  lost = 0;
  readonly carried = new Carried();

  constructor(options: BottleneckOptions, random: Random) {
    this.#options = options;
    this.#random = random;
  }

  rateBpsAt(atMs: number): number {
    const step = this.#options.rateSteps?.findLast(([fromMs]) => fromMs <= atMs);
    return step?.[1] ?? this.#options.rateBps;
  }

  /** Bytes waiting at `atMs`. */
  backlogBytes(atMs: number): number {
    return (Math.max(0, this.#freeAtMs - atMs) * this.rateBpsAt(atMs)) / 8000;
  }

  /**
   * When a packet that is handed over at `atMs` arrives at the other end, in ms; null when it is dropped or lost.
   * `loadBytes` of it are application bytes of load.
   */
  pass(atMs: number, ipBytes: number, loadBytes = 0): number | null {
    if (this.#options.outages?.some(([fromMs, untilMs]) => fromMs <= atMs && atMs < untilMs)) {
      this.lost += 1;
      return null;
    }
    if (this.backlogBytes(atMs) + ipBytes > this.#options.queueBytes) {
      this.dropped += 1;
      return null;
    }
    const startMs = Math.max(atMs, this.#freeAtMs);
    this.#freeAtMs = startMs + (ipBytes * 8000) / this.rateBpsAt(startMs);
    const arrivesAtMs = this.#freeAtMs + this.#options.delayMs;
    const lost = this.#options.lossRatio > 0 && this.#random() < this.#options.lossRatio;
    this.carried.add(arrivesAtMs, ipBytes, lost ? 0 : loadBytes);
    if (!lost) return arrivesAtMs;
    this.lost += 1;
    return null;
  }
}
