import { CountLog } from '../../measurement-agent/metrics/count-log.ts';
import { CURVE_BIN_MS, MAX_CURVE_BINS } from '../../measurement-agent/protocol/spec.ts';
import type { Curve } from '../../measurement-agent/protocol/summary.ts';

/** Bytes by the bin in which they arrived: ms since the epoch on the worker’s clock, over CURVE_BIN_MS. */
export type Bins = Record<number, number>;

/** When the bytes of one connection arrived, a burst at a time as the agent counts them. */
export class Arrivals {
  readonly #log = new CountLog();
  #atMs: number;

  constructor(beganAtMs: number) {
    this.#atMs = beganAtMs;
    this.#log.add(beganAtMs, 0);
  }

  /** `bytes` in all had arrived by `atMs`. A clock that was set back moves no byte back. */
  count(bytes: number, atMs: number): void {
    if (bytes <= (this.#log.counts().at(-1)?.bytes ?? 0)) return;
    this.#atMs = Math.max(this.#atMs, atMs);
    this.#log.add(this.#atMs, bytes);
  }

  /** What arrived between two counts is spread over the time between them, as nothing says when within it. */
  bins(): Bins {
    const bins: Bins = {};
    const counts = this.#log.counts();
    counts.forEach(({ atMs: toMs, bytes }, index) => {
      const { atMs: fromMs, bytes: before } = counts[index - 1] ?? { atMs: toMs, bytes: 0 };
      spread(bins, bytes - before, fromMs, toMs);
    });
    return bins;
  }
}

function spread(bins: Bins, bytes: number, fromMs: number, toMs: number): void {
  const first = Math.floor(fromMs / CURVE_BIN_MS);
  const last = Math.min(Math.floor(toMs / CURVE_BIN_MS), first + MAX_CURVE_BINS);
  for (let bin = first; bin <= last; bin += 1) {
    const beginMs = Math.max(fromMs, bin * CURVE_BIN_MS);
    const endMs = Math.min(toMs, (bin + 1) * CURVE_BIN_MS);
    const share = first === last ? 1 : (endMs - beginMs) / (toMs - fromMs);
    if (bytes * share > 0) bins[bin] = (bins[bin] ?? 0) + bytes * share;
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
