import type { Distribution } from './distribution.ts';
import { type CellSample, isAnonymous } from './estimate.ts';
import { firstWhere } from './first-where.ts';

export const HOURS_A_WEEK = 168;

/** A week of which fewer hours are known stands for no week. */
const MIN_COVERAGE = 0.8;

/**
 * The median as it would be if lines were measured in every hour of the week alike: people choose their hours, most of them
 * in the evening and when something is wrong. Direct standardisation: each hour's lines get the same weight together.
 *
 * @param hours 168 samples; null, or under ten independent lines, is an hour that is not known.
 * @returns The median, null under 80% of hours; and the share of hours that are known.
 */
export function hourStandardisedMedian(hours: readonly (CellSample | null)[]): {
  median: number | null;
  coverage: number;
} {
  const known = hours.filter((sample) => sample !== null).filter((sample) => isAnonymous(sample));
  const coverage = known.length / HOURS_A_WEEK;
  if (coverage < MIN_COVERAGE) return { median: null, coverage };
  const lines = known.reduce((sum, { distribution }) => sum + distribution.lines, 0);
  return {
    median: medianOfHours(
      known.map(({ distribution }) => distribution),
      lines,
    ),
    coverage,
  };
}

/**
 * The median of distributions that weigh the same each, on the scale of as many lines as they have together, where a quantile
 * lies between two of them: `quantileOf` of their mixture, which has too many values to be made for one of them.
 */
function medianOfHours(parts: readonly Distribution[], lines: number): number {
  const position = 1 + (lines - 1) * 0.5;
  const rank = Math.floor(position + 1e-9);
  const below = atShare(parts, (rank - 1e-9) / lines);
  const above = atShare(parts, (Math.min(rank + 1, lines) - 1e-9) / lines);
  return below + (above - below) * Math.max(0, position - rank);
}

/** The lowest value of any part at which this share of the mixture is reached, by bisection between values that there are. */
function atShare(parts: readonly Distribution[], share: number): number {
  let low = Math.min(...parts.map(({ values }) => values[0] ?? Number.POSITIVE_INFINITY));
  let high = Math.max(...parts.map(({ values }) => values.at(-1) ?? Number.NEGATIVE_INFINITY));
  while (low < high) {
    const middle = low + (high - low) / 2;
    let reached = 0;
    // The nearest values that there are on both sides.
    let upTo = Number.NEGATIVE_INFINITY;
    let beyond = Number.POSITIVE_INFINITY;
    for (const { values, cumulative, lines } of parts) {
      const count = firstWhere(values.length, (index) => (values[index] ?? middle) > middle);
      reached += (cumulative[count - 1] ?? 0) / lines;
      upTo = Math.max(upTo, values[count - 1] ?? upTo);
      beyond = Math.min(beyond, values[count] ?? beyond);
    }
    if (reached >= share * parts.length) high = upTo;
    else low = beyond;
  }
  return low;
}
