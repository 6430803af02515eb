import { ascending, quantile } from '../../../measurement-agent/metrics/quantile.ts';
import type { QuantileEstimate } from './estimate.ts';

/** Fewer points carry no 95% interval that excludes anything. */
const MIN_POINTS = 6;

const Z_95 = 1.959964;

/**
 * Slope of a series: the median of all pairs' slopes (Theil 1950, Sen 1968), with Sen's 95% interval by the normal law of
 * Kendall's S. One wild period moves it little.
 *
 * @param values One a step; null where there is none.
 * @returns Per step; null under 6 values.
 */
export function senSlope(values: readonly (number | null)[]): QuantileEstimate | null {
  const points = values.flatMap((value, at) => (value === null ? [] : [{ at, value }]));
  const n = points.length;
  if (n < MIN_POINTS) return null;
  const slopes = ascending(
    points.flatMap((a, index) => points.slice(index + 1).map((b) => (b.value - a.value) / (b.at - a.at))),
  );
  const half = Z_95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const value = quantile(slopes, 0.5);
  const low = slopes[Math.max(0, Math.floor((slopes.length - half) / 2) - 1)];
  const high = slopes[Math.min(slopes.length - 1, Math.ceil((slopes.length + half) / 2))];
  return value === null || low === undefined || high === undefined ? null : { value, low, high };
}
