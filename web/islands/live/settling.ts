import type { RatePoint } from '../../charts/curve.ts';

/**
 * The figure that a series is settling on: the mean of its later half, so that start-up fades out of it and each further
 * point moves it less. Null without points.
 */
export function settlingMean(points: readonly RatePoint[]): number | null {
  const lastMs = points.at(-1)?.[0];
  if (lastMs === undefined) return null;
  const later = points.filter(([atMs]) => atMs >= lastMs / 2).map(([, value]) => value);
  return later.reduce((sum, value) => sum + value, 0) / later.length;
}
