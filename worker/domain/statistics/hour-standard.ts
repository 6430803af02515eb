import { type CellSample, isAnonymous } from './estimate.ts';
import { medianOfMixture } from './mixture.ts';

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
  // Each hour weighs the same, on the scale of as many lines as all have together, where a quantile lies between two of them.
  const parts = known.map(({ distribution }) => ({
    distribution,
    weight: lines / known.length / distribution.lines,
  }));
  return { median: medianOfMixture(parts), coverage };
}
