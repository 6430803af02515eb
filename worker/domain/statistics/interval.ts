import { quantile } from '../../../measurement-agent/metrics/quantile.ts';

/** How often a figure is computed anew for its interval. */
export const REPLICATES = 1_000;

/**
 * The percentile interval: 2.5% of the replicates lie below it and 2.5% above. A replicate read from sketches is known to
 * within their bound only: `lows` has the least, `highs` the most that each can be.
 *
 * @returns null where a replicate is not finite.
 */
export function percentileInterval(
  lows: Float64Array,
  highs: Float64Array,
): { low: number; high: number } | null {
  if (!lows.every(Number.isFinite) || !highs.every(Number.isFinite)) return null;
  const low = quantile(lows.toSorted(), 0.025);
  const high = quantile(highs.toSorted(), 0.975);
  return low === null || high === null ? null : { low, high };
}
