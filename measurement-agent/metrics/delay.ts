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

/**
 * Interarrival jitter of RFC 3550 section 6.4.1 after the last sample, in ms: J += (|D| − J) / 16, from 0. With round
 * trips in place of one-way transits, as no clock of the other side is needed. Null under two samples.
 */
export function rfc3550Ms(rttsMs: readonly number[]): number | null {
  if (rttsMs.length < 2) return null;
  return ipdvMs(rttsMs).reduce((jitter, variation) => jitter + (Math.abs(variation) - jitter) / 16, 0);
}

/** Minimum, median, p95 and p99 of round trips in ms (RFC 2681). Null for no samples. */
export function rttFigures(
  rttsMs: readonly number[],
): { min: number; p50: number; p95: number; p99: number } | null {
  const sorted = ascending(rttsMs);
  const [min, p50, p95, p99] = [0, 0.5, 0.95, 0.99].map((q) => quantile(sorted, q) ?? undefined);
  if (min === undefined || p50 === undefined || p95 === undefined || p99 === undefined) return null;
  return { min, p50, p95, p99 };
}
