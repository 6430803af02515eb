/**
 * Which part of a load its rate is of: after start-up, from where the rate has settled, between two moments at which nothing
 * is held back.
 */
import { type Counts, rateBps, series, totalBytesAt } from './counts.ts';
import { ascending, quantile } from './quantile.ts';

/** Start-up is judged in intervals of this length: shorter ones are full of the sawtooth of a single connection. */
const STARTUP_BIN_MS = 250;
/** … or of this share of a run that was cut short, so that its last third has three of them. */
const STARTUP_BIN_SHARE = 1 / 9;
/** Start-up has ended when a rate reaches this share of what the line carries afterwards. */
const STARTUP_SHARE = 0.9;
/** What the line carries afterwards is judged by this last share of the run, and start-up never reaches into it. */
const SETTLED_SHARE = 1 / 3;

/**
 * When start-up ends, in ms: at the end of the first interval of 250 ms (a ninth of a run under 2.25 s) whose rate reaches 90% of the median rate of
 * the last third of the run. Never later than the beginning of that third, so that a line that keeps rising is measured
 * over it. The interval that reached the rate is left out with the others: it was chosen for being high.
 */
export function startupEndMs(connections: readonly Counts[], untilMs: number): number {
  const latestMs = untilMs * (1 - SETTLED_SHARE);
  const binMs = Math.min(STARTUP_BIN_MS, untilMs * STARTUP_BIN_SHARE);
  const rates = series(connections, binMs, untilMs);
  const later = rates.filter(([endMs]) => endMs - binMs >= latestMs - 1e-9).map(([, bps]) => bps);
  const settledBps = quantile(ascending(later), 0.5);
  if (settledBps === null) return 0;
  const reached = rates.find(([, bps]) => bps >= STARTUP_SHARE * settledBps);
  return Math.min(latestMs, reached?.[0] ?? latestMs);
}

/** What is left out beyond start-up leaves a window of this length: three batches of 400 ms. */
export const FULL_WINDOW_MS = 1_200;

/** The beginning that a rate has not settled in is looked for in steps of this length … */
const SETTLING_BIN_MS = 200;
/** … and takes at most this share of what follows start-up. */
const SETTLING_SHARE = 0.5;

/** What is left out was this much faster at most: a line that slows down is no start-up. */
const SLOWING_SHARE = 0.1;

/**
 * Where a rate has settled, ms: what start-up overfilled takes a TCP sender some round trips to repair, and those are start-up,
 * too. Left out is the beginning without which the mean of the rest is known best: MSER (White 1997, "An effective truncation
 * heuristic for bias reduction in simulation output"), over rates of 200 ms, at most half of what there is, and never what 1.2 s
 * need, nor what was faster than the rest by a tenth: that was the line.
 */
export function settledFromMs(connections: readonly Counts[], fromMs: number, untilMs: number): number {
  const bins = Math.floor((untilMs - fromMs) / SETTLING_BIN_MS + 1e-9);
  const latest = Math.min(bins * SETTLING_SHARE, bins - FULL_WINDOW_MS / SETTLING_BIN_MS);
  const firstMs = untilMs - bins * SETTLING_BIN_MS;
  const rates = Array.from({ length: bins }, (_, index) =>
    rateBps(connections, firstMs + index * SETTLING_BIN_MS, firstMs + (index + 1) * SETTLING_BIN_MS),
  );
  let best = { skipped: 0, error: Number.POSITIVE_INFINITY };
  for (let skipped = 0; skipped <= latest; skipped += 1) {
    const rest = rates.slice(skipped);
    const slows = skipped > 0 && mean(rates.slice(0, skipped)) > (1 + SLOWING_SHARE) * mean(rest);
    const error = squaredError(rest);
    if (!slows && error < best.error) best = { skipped, error };
  }
  return best.skipped === 0 ? fromMs : firstMs + best.skipped * SETTLING_BIN_MS;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Squared standard error of a mean. */
function squaredError(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length ** 2;
}

/** An end of the window may move by this share of it … */
const EDGE_SHARE = 0.25;
/** … in steps of this length, for what is more than this long to carry. */
const EDGE_STEP_MS = 20;
/** The ends settle in two or three rounds. */
const EDGE_ROUNDS = 4;

export interface Window {
  /** ms since the direction began. */
  fromMs: number;
  toMs: number;
}

/**
 * Moves both ends inwards to where the receiver is furthest ahead of the mean rate. Behind a lost packet TCP holds back what
 * arrives, and gives it to the application later: a window that begins while nothing is held back and ends while much is reads
 * too low by that much, and too high the other way round. Where the receiver is furthest ahead, least is held back. The same
 * rule at both ends favours neither; what is less than 20 ms of the rate moves nothing, and 1.2 s remain.
 */
export function caughtUp(connections: readonly Counts[], { fromMs, toMs }: Window): Window {
  const lengthMs = toMs - fromMs;
  const spareMs = Math.min(lengthMs * EDGE_SHARE, (lengthMs - FULL_WINDOW_MS) / 2);
  const steps = Math.max(0, Math.floor(spareMs / EDGE_STEP_MS));
  const begins = Array.from({ length: steps + 1 }, (_, index) => fromMs + index * EDGE_STEP_MS);
  const ends = Array.from({ length: steps + 1 }, (_, index) => toMs - index * EDGE_STEP_MS);
  const bytesAtBegins = begins.map((atMs) => totalBytesAt(connections, atMs));
  const bytesAtEnds = ends.map((atMs) => totalBytesAt(connections, atMs));
  let begin = 0;
  let end = 0;
  for (let round = 0; round < EDGE_ROUNDS; round += 1) {
    const bytesPerMs =
      ((bytesAtEnds[end] ?? 0) - (bytesAtBegins[begin] ?? 0)) / ((ends[end] ?? 0) - (begins[begin] ?? 0));
    begin = furthestAhead(begins, bytesAtBegins, bytesPerMs);
    end = furthestAhead(ends, bytesAtEnds, bytesPerMs);
  }
  return { fromMs: begins[begin] ?? fromMs, toMs: ends[end] ?? toMs };
}

/** Index of the first time that is as far ahead of a rate as any, to 20 ms of it. */
function furthestAhead(timesMs: readonly number[], bytes: readonly number[], bytesPerMs: number): number {
  const ahead = timesMs.map((atMs, index) => (bytes[index] ?? 0) - bytesPerMs * atMs);
  const least = Math.max(...ahead) - bytesPerMs * EDGE_STEP_MS;
  return Math.max(
    0,
    ahead.findIndex((each) => each >= least),
  );
}
