import { firstWhere } from './first-where.ts';
import { SKETCH_BOUND, type Sketch, valueOf } from './sketch.ts';

/**
 * Figures over lines in ascending order: `values[i]` is had by `cumulative[i]` − `cumulative[i − 1]` lines. Weights may be
 * fractions, where distributions are mixed.
 */
export interface Distribution {
  values: readonly number[];
  cumulative: readonly number[];
  /** Lines; the last of `cumulative`, 0 for none. */
  lines: number;
}

/** A sketch, or a sum of several with a weight each, as a distribution. */
export function distributionOf(parts: readonly { sketch: Sketch; weight: number }[]): Distribution {
  const zero = parts.reduce((sum, { sketch, weight }) => sum + sketch.zero * weight, 0);
  const weights = weightsOf(parts);
  const values: number[] = [];
  const cumulative: number[] = [];
  let lines = 0;
  if (zero > 0) {
    lines = zero;
    values.push(0);
    cumulative.push(lines);
  }
  for (const [bin, weight] of inOrder(weights)) {
    if (weight <= 0) continue;
    lines += weight;
    values.push(valueOf(bin));
    cumulative.push(lines);
  }
  return { values, cumulative, lines };
}

/** Weights of the bins of all parts together. */
function weightsOf(parts: readonly { sketch: Sketch; weight: number }[]): ReadonlyMap<number, number> {
  const [only, other] = parts;
  if (only !== undefined && other === undefined && only.weight === 1) return only.sketch.bins;
  const weights = new Map<number, number>();
  for (const { sketch, weight } of parts)
    for (const [bin, count] of sketch.bins) weights.set(bin, (weights.get(bin) ?? 0) + count * weight);
  return weights;
}

/** By bin, as they are where a code held them: sorting thousands again for every cell of an answer is a good part of its time. */
function inOrder(weights: ReadonlyMap<number, number>): Iterable<readonly [number, number]> {
  let before = Number.NEGATIVE_INFINITY;
  for (const bin of weights.keys()) {
    if (bin < before) return [...weights].sort(([a], [b]) => a - b);
    before = bin;
  }
  return weights;
}

/** The value of the line with this rank, from 1 to `lines`; null outside. */
export function atRank({ values, cumulative, lines }: Distribution, rank: number): number | null {
  if (!(rank >= 1 && rank <= lines)) return null;
  // Sums of fractions: a hair's breadth must not mean the next line.
  const at = firstWhere(values.length - 1, (index) => (cumulative[index] ?? 0) >= rank - 1e-9);
  return values[at] ?? null;
}

/**
 * Quantile of type 7 (Hyndman and Fan 1996), as metrics/quantile.ts, of what the bins stand for: within SKETCH_BOUND of
 * that of the lines themselves.
 *
 * @returns null without lines.
 */
export function quantileOf(distribution: Distribution, q: number): number | null {
  const position = 1 + (distribution.lines - 1) * q;
  const rank = Math.floor(position + 1e-9);
  const below = atRank(distribution, rank);
  const above = atRank(distribution, Math.min(rank + 1, distribution.lines));
  if (below === null || above === null) return null;
  return below + (above - below) * Math.max(0, position - rank);
}

/** The lowest and the highest value that a bin's value can stand for. */
export function boundsOf(value: number): { low: number; high: number } {
  return { low: value * (1 - SKETCH_BOUND), high: value * (1 + SKETCH_BOUND) };
}

/** Geometric mean of the lines' figures, within SKETCH_BOUND; null without lines, or when a figure is 0. */
export function geometricMeanOf({ values, cumulative, lines }: Distribution): number | null {
  if (lines === 0 || values[0] === 0) return null;
  let sum = 0;
  let before = 0;
  for (const [index, value] of values.entries()) {
    const upTo = cumulative[index] ?? before;
    sum += Math.log(value) * (upTo - before);
    before = upTo;
  }
  return Math.exp(sum / lines);
}
