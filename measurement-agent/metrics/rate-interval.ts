/** How sure a goodput is: an interval from batch means, and whether the line held still. */
import { type Counts, rateBps, series } from './goodput.ts';
import { ascending, quantile } from './quantile.ts';
import { student975 } from './student.ts';

/**
 * Length of a batch at least. Rates of neighbouring 100 ms are correlated, as a congestion window remembers; the means
 * of longer stretches much less (Law and Carson 1979, batch means).
 */
const MIN_BATCH_MS = 400;
/** Fewer batches than this estimate no spread. */
const MIN_BATCHES = 3;
const MAX_BATCHES = 10;

/**
 * Counts are of complete messages and clocks give whole milliseconds: either end of a window is uncertain by this
 * much time.
 */
const TIMING_FLOOR_MS = 20;

/** Bits a second: the middle, and the ends of a 95% interval. */
export interface RateInterval {
  lowBps: number;
  highBps: number;
}

/** Rates of the equal batches a window divides into. */
function batchRates(connections: readonly Counts[], fromMs: number, toMs: number): number[] {
  const count = Math.min(MAX_BATCHES, Math.floor((toMs - fromMs) / MIN_BATCH_MS));
  const lengthMs = (toMs - fromMs) / count;
  return Array.from({ length: count }, (_, index) =>
    rateBps(connections, fromMs + index * lengthMs, fromMs + (index + 1) * lengthMs),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardDeviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/**
 * 95% interval of the rate between two times: batch means with Student's t, never narrower than what 20 ms of timing
 * are of the window. It covers the noise of one run, not a line that is different tomorrow. Null for fewer than three
 * batches of 400 ms.
 */
export function rateInterval(
  connections: readonly Counts[],
  fromMs: number,
  toMs: number,
): RateInterval | null {
  const rates = batchRates(connections, fromMs, toMs);
  if (rates.length < MIN_BATCHES) return null;
  const bps = rateBps(connections, fromMs, toMs);
  const statistical = (student975(rates.length - 1) * standardDeviation(rates)) / Math.sqrt(rates.length);
  const timing = (bps * TIMING_FLOOR_MS) / (toMs - fromMs);
  const halfWidth = Math.max(statistical, timing);
  return { lowBps: Math.max(0, bps - halfWidth), highBps: bps + halfWidth };
}

/** A line whose halves differ by more than this, or whose batches scatter by more, is not steady. */
const STEADY_SHARE = 0.1;

/**
 * Whether the rate held still between two times: both halves within 10% of the whole, and the standard deviation of
 * batch means within 10% of it. Null for fewer than three batches of 400 ms.
 */
export function isSteady(connections: readonly Counts[], fromMs: number, toMs: number): boolean | null {
  const rates = batchRates(connections, fromMs, toMs);
  if (rates.length < MIN_BATCHES) return null;
  const bps = rateBps(connections, fromMs, toMs);
  const middleMs = (fromMs + toMs) / 2;
  const drift = Math.abs(rateBps(connections, fromMs, middleMs) - rateBps(connections, middleMs, toMs)) / 2;
  return drift <= STEADY_SHARE * bps && standardDeviation(rates) <= STEADY_SHARE * bps;
}

/** What 90% of quarter seconds exceed. */
const BIN_MS = 250;

/** p10 of the rates of 250 ms between two times, bit/s: how the line is when it is not at its best. Null for no bins. */
export function p10Bps(connections: readonly Counts[], fromMs: number, toMs: number): number | null {
  const shifted = connections.map((counts) =>
    counts.map(({ atMs, bytes }) => ({ atMs: atMs - fromMs, bytes })),
  );
  return quantile(ascending(series(shifted, BIN_MS, toMs - fromMs).map(([, bps]) => bps)), 0.1);
}
