import { CURVE_BIN_MS, MAX_CURVE_BINS } from '../../measurement-agent/protocol/spec.ts';
import type { Curve } from '../../measurement-agent/protocol/summary.ts';

/** Bytes by the bin in which they arrived: ms since the epoch on the worker’s clock, over CURVE_BIN_MS. */
export type Bins = Record<number, number>;

/**
 * When the bytes of one connection arrived. What arrived since the last count is spread over the time since then, as nothing
 * says when within it.
 */
export class Arrivals {
  readonly bins: Bins = {};
  #atMs: number;
  #bytes = 0;

  constructor(beganAtMs: number) {
    this.#atMs = beganAtMs;
  }

  /** `bytes` in all had arrived by `atMs`. A clock that was set back moves no byte back. */
  count(bytes: number, atMs: number): void {
    const arrived = bytes - this.#bytes;
    if (arrived <= 0) return;
    const fromMs = this.#atMs;
    const toMs = Math.max(atMs, fromMs);
    this.#bytes = bytes;
    this.#atMs = toMs;
    const first = Math.floor(fromMs / CURVE_BIN_MS);
    const last = Math.min(Math.floor(toMs / CURVE_BIN_MS), first + MAX_CURVE_BINS);
    if (first === last) return this.#add(first, arrived);
    for (let bin = first; bin <= last; bin += 1) {
      const beginMs = Math.max(fromMs, bin * CURVE_BIN_MS);
      const endMs = Math.min(toMs, (bin + 1) * CURVE_BIN_MS);
      this.#add(bin, (arrived * (endMs - beginMs)) / (toMs - fromMs));
    }
  }

  #add(bin: number, bytes: number): void {
    this.bins[bin] = (this.bins[bin] ?? 0) + bytes;
  }
}

/** Adds what one connection's bytes did to those of others. */
export function addBins(sum: Bins, bins: Bins): void {
  for (const [bin, bytes] of Object.entries(bins)) sum[Number(bin)] = (sum[Number(bin)] ?? 0) + bytes;
}

/** The curve of a phase that began at `beganAtMs`; null of nothing. What comes after MAX_CURVE_BINS is left out. */
export function curveOf(bins: Bins, beganAtMs: number | null): Curve | null {
  const times = Object.keys(bins).map(Number);
  if (times.length === 0) return null;
  const first = Math.min(
    beganAtMs === null ? Number.POSITIVE_INFINITY : Math.floor(beganAtMs / CURVE_BIN_MS),
    ...times,
  );
  const length = Math.min(MAX_CURVE_BINS, Math.max(...times) - first + 1);
  // Sums are rounded and not their parts, so that no byte is lost.
  let sum = 0;
  let told = 0;
  const bytes = Array.from({ length }, (_, index) => {
    sum += bins[first + index] ?? 0;
    const each = Math.round(sum) - told;
    told += each;
    return each;
  });
  return { binMs: CURVE_BIN_MS, bytes };
}
