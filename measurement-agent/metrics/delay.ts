import { ascending, quantile } from './quantile.ts';

/**
 * Delay variation between consecutive samples: D(i) − D(i−1), signed, in ms (RFC 3393; RFC 5481 section 4.1).
 * One value fewer than there are samples.
 */
export function ipdvMs(rttsMs: readonly number[]): number[] {
  return rttsMs.slice(1).map((rttMs, index) => rttMs - (rttsMs[index] ?? rttMs));
}

/** Mean of |IPDV| in ms over samples in the order they were sent. Null under two samples. */
export function ipdvMeanAbsMs(rttsMs: readonly number[]): number | null {
  const variations = ipdvMs(rttsMs);
  if (variations.length === 0) return null;
  return variations.reduce((sum, variation) => sum + Math.abs(variation), 0) / variations.length;
}

/**
 * Quantile of packet delay variation, D(i) − D(min), in ms (RFC 5481 section 4.2). Never negative, and the same for
 * any order of samples. Null for no samples.
 */
export function pdvQuantileMs(rttsMs: readonly number[], q: number): number | null {
  const sorted = ascending(rttsMs);
  const minimum = sorted[0];
  const tail = quantile(sorted, q);
  return minimum === undefined || tail === null ? null : tail - minimum;
}

/** Minimum, median and p95 of round trips in ms (RFC 2681). Null for no samples. */
export function rttFigures(rttsMs: readonly number[]): { min: number; p50: number; p95: number } | null {
  const sorted = ascending(rttsMs);
  const [min, p50, p95] = [quantile(sorted, 0), quantile(sorted, 0.5), quantile(sorted, 0.95)];
  return min === null || p50 === null || p95 === null ? null : { min, p50, p95 };
}
