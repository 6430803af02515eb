import type { Distribution } from './distribution.ts';
import { firstWhere } from './first-where.ts';

/** A distribution whose lines each weigh `weight` > 0. */
export interface Part {
  distribution: Distribution;
  weight: number;
}

export function weightOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { distribution, weight }) => sum + weight * distribution.lines, 0);
}

/**
 * Median of type 7 of several distributions together, as `quantileOf` has it of one.
 *
 * @returns null with less than a line.
 */
export function medianOfMixture(parts: readonly Part[]): number | null {
  const total = weightOf(parts);
  const position = 1 + (total - 1) / 2;
  const rank = Math.floor(position + 1e-9);
  if (!(rank >= 1)) return null;
  const below = valueAt(parts, rank);
  const above = valueAt(parts, Math.min(rank + 1, total));
  return below + (above - below) * Math.max(0, position - rank);
}

/**
 * The lowest value up to which there is this weight: the lowest of all for none, the highest for more than there is.
 * What is left of the values is halved, and they are never put in one order: there can be a hundred thousand of them.
 *
 * @throws RangeError without a value.
 */
export function valueAt(parts: readonly Part[], wanted: number): number {
  // Sums of fractions: a hair's breadth must not mean the next value.
  const enough = Math.min(wanted, weightOf(parts)) - 1e-9;
  const left = parts.map(({ distribution, weight }) => ({
    values: distribution.values,
    cumulative: distribution.cumulative,
    weight,
    from: 0,
    to: distribution.values.length,
  }));
  const upTo = (ends: readonly number[]) =>
    left.reduce(
      (sum, { weight, cumulative }, index) => sum + weight * (cumulative[(ends[index] ?? 0) - 1] ?? 0),
      0,
    );
  const endsUpTo = (value: number) =>
    left.map(
      ({ values, from, to }) => from + firstWhere(to - from, (at) => (values[from + at] ?? 0) > value),
    );
  for (;;) {
    const longest = longestOf(left);
    if (longest === null) break;
    const ends = endsUpTo(longest.values[Math.floor((longest.from + longest.to - 1) / 2)] ?? 0);
    const isReached = upTo(ends) >= enough;
    for (const [index, one] of left.entries())
      if (isReached) one.to = ends[index] ?? one.to;
      else one.from = ends[index] ?? one.from;
  }
  const values = left.flatMap(({ values: own, from, to }) => own.slice(from, to)).sort((a, b) => a - b);
  const found = values.find((value) => upTo(endsUpTo(value)) >= enough) ?? values.at(-1);
  if (found === undefined) throw new RangeError('Cannot find a value: there is none');
  return found;
}

/** Of parts that have more than one value left, the one with the most. */
function longestOf<One extends { from: number; to: number }>(left: readonly One[]): One | null {
  let longest: One | null = null;
  for (const one of left)
    if (one.to - one.from > (longest === null ? 1 : longest.to - longest.from)) longest = one;
  return longest;
}
