/**
 * Quantile of ascending samples by linear interpolation of order statistics, type 7 of Hyndman and Fan (1996),
 * "Sample Quantiles in Statistical Packages", The American Statistician 50(4); the default of R and NumPy.
 *
 * @param sorted Samples in ascending order, any unit; the result has the same unit.
 * @param q 0–1.
 * @returns null for no samples.
 * @throws RangeError when `q` is outside 0–1.
 */
export function quantile(sorted: ArrayLike<number>, q: number): number | null {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`'q' must be within 0 and 1, got ${q}`);
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (position - Math.floor(position));
}

/** The samples in ascending order, as `quantile` wants them. The input is left as it is. */
export function ascending(samples: readonly number[]): number[] {
  return samples.toSorted((a, b) => a - b);
}
