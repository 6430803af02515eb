import { ANONYMOUS_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import { type Distribution, quantileOf } from './distribution.ts';
import type { CellSample } from './estimate.ts';

export const HOURS_A_WEEK = 168;

/** A week of which fewer hours are known stands for no week. */
const MIN_COVERAGE = 0.8;

/**
 * The median as it would be if lines were measured in every hour of the week alike: people choose their hours, most of them
 * in the evening and when something is wrong. Direct standardisation: each hour's lines get the same weight together.
 *
 * @param hours 168 samples; null, or under ten lines, is an hour that is not known.
 * @returns The median, null under 80% of hours; and the share of hours that are known.
 */
export function hourStandardisedMedian(hours: readonly (CellSample | null)[]): {
  median: number | null;
  coverage: number;
} {
  const known = hours.filter(
    (sample) => sample !== null && sample.distribution.lines >= ANONYMOUS_FROM_LINES,
  );
  const coverage = known.length / HOURS_A_WEEK;
  if (coverage < MIN_COVERAGE) return { median: null, coverage };
  const weights = new Map<number, number>();
  let total = 0;
  for (const sample of known) {
    if (sample === null) continue;
    const { values, cumulative, lines } = sample.distribution;
    total += lines;
    let before = 0;
    for (const [index, value] of values.entries()) {
      const upTo = cumulative[index] ?? before;
      weights.set(value, (weights.get(value) ?? 0) + (upTo - before) / lines);
      before = upTo;
    }
  }
  // On the scale of as many lines as there were, where a quantile lies between two of them.
  const scale = total / known.length;
  const values = [...weights.keys()].toSorted((a, b) => a - b);
  let sum = 0;
  const cumulative = values.map((value) => {
    sum += (weights.get(value) ?? 0) * scale;
    return sum;
  });
  const mixture: Distribution = { values, cumulative, lines: sum };
  return { median: quantileOf(mixture, 0.5), coverage };
}
