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
 * The lowest value up to which there is this weight: the lowest of all for none, the highest for more than there is. By bisection between
 * values that there are: put in one order they can be a hundred thousand.
 *
 * @throws RangeError without a value.
 */
export function valueAt(parts: readonly Part[], wanted: number): number {
  // Sums of fractions: a hair's breadth must not mean the next value.
  const enough = Math.min(wanted, weightOf(parts)) - 1e-9;
  let low = Math.min(...parts.map(({ distribution: { values } }) => values[0] ?? Number.POSITIVE_INFINITY));
  let high = Math.max(
    ...parts.map(({ distribution: { values } }) => values.at(-1) ?? Number.NEGATIVE_INFINITY),
  );
  if (low > high) throw new RangeError('Cannot find a value: there is none');
  while (low < high) {
    const middle = low + (high - low) / 2;
    let reached = 0;
    // The nearest values that there are on both sides.
    let upTo = Number.NEGATIVE_INFINITY;
    let beyond = Number.POSITIVE_INFINITY;
    for (const { distribution, weight } of parts) {
      const { values, cumulative } = distribution;
      const count = firstWhere(values.length, (index) => (values[index] ?? middle) > middle);
      reached += weight * (cumulative[count - 1] ?? 0);
      upTo = Math.max(upTo, values[count - 1] ?? upTo);
      beyond = Math.min(beyond, values[count] ?? beyond);
    }
    if (reached >= enough) high = upTo;
    else low = beyond;
  }
  return low;
}
