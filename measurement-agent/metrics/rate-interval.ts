/** How sure a goodput is: an interval from batch means, and whether the line held still. */
import { type Counts, rateBps, series } from './counts.ts';
import { type Goodput, MIN_WINDOW_MS } from './goodput.ts';
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
/** 0.95 quantile of the normal distribution: batches that belong to one population pass for correlated in 5%. */
const CORRELATED_Z = 1.645;

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

/** Most batches that a window divides into. */
function batchCount(fromMs: number, toMs: number): number {
  const count = Math.min(MAX_BATCHES, Math.floor((toMs - fromMs) / MIN_BATCH_MS));
  // Of a run that was cut short by its bytes there are three short ones: what they lack in independence, t makes wide.
  return count < MIN_BATCHES && toMs - fromMs >= MIN_WINDOW_MS ? MIN_BATCHES : count;
}

/** Rates of the equal batches a window divides into. */
function batchRates(
  connections: readonly Counts[],
  fromMs: number,
  toMs: number,
  count = batchCount(fromMs, toMs),
): number[] {
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
 * Whether batches follow their neighbours: von Neumann's ratio of successive differences to the spread, one-sided at 5%.
 * With n independent batches 1 − ratio/2 has mean 0 and variance (n − 2)/(n² − 1) (Fishman 1978, "Grouping observations in
 * digital simulation").
 */
function areCorrelated(rates: readonly number[]): boolean {
  const count = rates.length;
  const middle = mean(rates);
  const spread = rates.reduce((sum, rate) => sum + (rate - middle) ** 2, 0);
  if (spread === 0) return false;
  const steps = rates.slice(1).reduce((sum, rate, index) => sum + (rate - (rates[index] ?? rate)) ** 2, 0);
  return 1 - steps / (2 * spread) > CORRELATED_Z * Math.sqrt((count - 2) / (count ** 2 - 1));
}

/** Rates of as many batches as are not correlated, half as many at each step; of three when all are. */
function uncorrelatedRates(connections: readonly Counts[], fromMs: number, toMs: number): number[] {
  const rates = batchRates(connections, fromMs, toMs);
  while (rates.length > MIN_BATCHES && areCorrelated(rates)) {
    const fewer = Math.max(MIN_BATCHES, Math.floor(rates.length / 2));
    rates.splice(0, rates.length, ...batchRates(connections, fromMs, toMs, fewer));
  }
  return rates;
}

/**
 * 95% interval of the rate between two times: batch means with Student's t, of fewer and longer batches where
 * these follow their neighbours, never narrower than what 20 ms of timing are of the window. It covers the noise of one
 * run, not what never happened in it, nor a line that is different tomorrow. Under 1.2 s it is of three batches, however short.
 * `besideBps` is what the measurement itself carried beside the load (probes): the line could have carried so much more of it,
 * which widens the interval upwards. Null under 240 ms.
 */
export function rateInterval(
  connections: readonly Counts[],
  fromMs: number,
  toMs: number,
  besideBps = 0,
): RateInterval | null {
  const rates = uncorrelatedRates(connections, fromMs, toMs);
  if (rates.length < MIN_BATCHES) return null;
  const bps = rateBps(connections, fromMs, toMs);
  const statistical = (student975(rates.length - 1) * standardDeviation(rates)) / Math.sqrt(rates.length);
  const timing = (bps * TIMING_FLOOR_MS) / (toMs - fromMs);
  const halfWidth = Math.max(statistical, timing);
  return { lowBps: Math.max(0, bps - halfWidth), highBps: bps + halfWidth + besideBps };
}

/** A line whose halves differ by more than this, or whose batches scatter by more, is not steady. */
const STEADY_SHARE = 0.1;
/** … nor one that carried this much more or less before its rate settled: repairing what start-up overfilled costs less. */
const UNSETTLED_SHARE = 0.3;
/** … for this long at least: less is the sawtooth of one connection. */
const UNSETTLED_MS = 250;

/**
 * Whether the rate held still in its window: both halves within 10% of the whole, the standard deviation of batch means
 * within 10% of it; what came between start-up and the window within 30% of it; and the window is as long as start-up was, or
 * it may be the step after another. Null for fewer than three batches of 400 ms: too short to tell.
 */
export function isSteady(
  connections: readonly Counts[],
  { bps, fromMs, toMs, loadedFromMs }: Goodput,
): boolean | null {
  if (toMs - fromMs < MIN_BATCHES * MIN_BATCH_MS) return null;
  if (toMs - fromMs < loadedFromMs) return false;
  const before = fromMs - loadedFromMs >= UNSETTLED_MS ? rateBps(connections, loadedFromMs, fromMs) : bps;
  if (Math.abs(before - bps) > UNSETTLED_SHARE * bps) return false;
  const middleMs = (fromMs + toMs) / 2;
  const drift = Math.abs(rateBps(connections, fromMs, middleMs) - rateBps(connections, middleMs, toMs)) / 2;
  const rates = batchRates(connections, fromMs, toMs);
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
