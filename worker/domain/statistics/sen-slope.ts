import { ascending, quantile } from '../../../measurement-agent/metrics/quantile.ts';
import type { QuantileEstimate } from './estimate.ts';

/** Fewer points carry no 95% interval that excludes anything; and fewer days do not tell how far one hangs on the one before. */
const LEAST_POINTS = { months: 6, days: 30 };

const Z_95 = 1.959964;

/**
 * Slope of a series: the median of all pairs' slopes (Theil 1950, Sen 1968), with Sen's 95% interval by the normal law of
 * Kendall's S. One wild period moves it little. Days hang on each other, as they share lines: the variance of S is
 * then what it is for points that do (`inflation`). Months are taken for independent.
 *
 * @param values One a step; null where there is none.
 * @returns Per step; null under 6 months, and under 30 days.
 */
export function senSlope(
  values: readonly (number | null)[],
  steps: keyof typeof LEAST_POINTS,
): QuantileEstimate | null {
  const points = values.flatMap((value, at) => (value === null ? [] : [{ at, value }]));
  const n = points.length;
  if (n < LEAST_POINTS[steps]) return null;
  const slopes = ascending(
    points.flatMap((a, index) => points.slice(index + 1).map((b) => (b.value - a.value) / (b.at - a.at))),
  );
  const value = quantile(slopes, 0.5);
  const variance =
    ((n * (n - 1) * (2 * n + 5)) / 18) * (steps === 'days' ? inflation(points, value ?? 0) : 1);
  const half = Z_95 * Math.sqrt(variance);
  const low = slopes[Math.max(0, Math.floor((slopes.length - half) / 2) - 1)];
  const high = slopes[Math.min(slopes.length - 1, Math.ceil((slopes.length + half) / 2))];
  return value === null || low === undefined || high === undefined ? null : { value, low, high };
}

interface Point {
  at: number;
  value: number;
}

/** Nearer to 1 a series has no slope that could be told. */
const MOST_CORRELATED = 0.95;

/**
 * How many times larger the variance of Kendall's S is than that of independent points, for points that hang on the one before as in an
 * AR(1) series (Hamed and Rao 1998, "A modified Mann-Kendall trend test for autocorrelated data", Journal of Hydrology 204, with
 * ρ(lag) = ρ(1)^lag). ρ(1) is of the ranks of what the slope leaves, and corrected for coming out (2 + 4ρ)/n too small
 * after a line was fitted (van Giersbergen 2005, "On the effect of deterministic terms on the bias in stable AR models",
 * Economics Letters 89(1)).
 *
 * @returns At least 1: no interval becomes narrower by it.
 */
function inflation(points: readonly Point[], slope: number): number {
  const n = points.length;
  const mean = (n + 1) / 2;
  const ranks = ranksOf(points.map(({ at, value }) => value - slope * at)).map((rank) => rank - mean);
  const byTime = new Map(points.map(({ at }, index) => [at, ranks[index] ?? 0]));
  const variance = ranks.reduce((sum, rank) => sum + rank * rank, 0) / n;
  const products = points.flatMap(({ at }) => {
    const [own, next] = [byTime.get(at), byTime.get(at + 1)];
    return own === undefined || next === undefined ? [] : [own * next];
  });
  if (variance === 0 || products.length === 0) return 1;
  const found = products.reduce((sum, product) => sum + product, 0) / products.length / variance;
  const correlation = Math.min(MOST_CORRELATED, (n * found + 2) / (n - 4));
  let sum = 0;
  for (let lag = 1; lag < n - 2; lag += 1)
    sum += (n - lag) * (n - lag - 1) * (n - lag - 2) * correlation ** lag;
  return Math.max(1, 1 + (2 * sum) / (n * (n - 1) * (n - 2)));
}

/** From 1 for the least; equal ones have the mean of theirs. */
function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = values.map(() => 0);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to += 1;
    for (let place = from; place < to; place += 1) ranks[order[place] ?? 0] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}
