/** Lays what a worker counted, at the worker's times, on the agent's clock. */

import { CountLog } from '../metrics/count-log.ts';
import type { Counts } from '../metrics/counts.ts';

/** What the worker said: so many bytes, so long after its first message, heard then. */
export interface Report {
  bytes: number;
  /** On the worker's clock, ms. */
  elapsedMs: number;
  /** On the agent's clock, ms. */
  heardAtMs: number;
}

/**
 * A worker's clock that gains this much on the agent's between two reports was set forward: what is off by less than 128 ms
 * is slewed, not set (RFC 5905 section 11.3, STEPT). The way back can only seem to do that when it was slower by as much
 * for the report before; then nothing is lost by taking both apart.
 */
const SET_FORWARD_MS = 100;

/** Reports between which the worker's clock went as time does. It was set, or stands, when bytes came and it did not advance. */
function withoutSteps(reports: readonly Report[]): Report[][] {
  const stretches: Report[][] = [];
  let before: Report | undefined;
  for (const report of reports) {
    const gainedMs =
      before === undefined ? 0 : report.elapsedMs - before.elapsedMs - (report.heardAtMs - before.heardAtMs);
    const stretch = stretches.at(-1);
    const stood = before !== undefined && report.elapsedMs <= before.elapsedMs;
    if (stretch === undefined || stood || gainedMs > SET_FORWARD_MS) stretches.push([report]);
    else stretch.push(report);
    before = report;
  }
  return stretches;
}

/**
 * The worker's counts at the worker's times. Its clock is laid on the agent's by the report that took the shortest time
 * back, so that all connections share one time and a delayed report delays no byte; anew after each time that the
 * worker's clock was set.
 */
export function workerCounts(reports: readonly Report[]): Counts {
  const log = new CountLog();
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const stretch of withoutSteps(reports)) {
    const offsetMs = Math.min(...stretch.map(({ heardAtMs, elapsedMs }) => heardAtMs - elapsedMs));
    for (const { bytes, elapsedMs } of stretch) {
      lastMs = Math.max(lastMs, elapsedMs + offsetMs);
      log.add(lastMs, bytes);
    }
  }
  return log.counts();
}
