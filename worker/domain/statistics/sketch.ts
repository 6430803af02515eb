/**
 * A mergeable summary of how a figure is distributed over lines: DDSketch (Masson, Rim and Lee 2019, PVLDB 12(12)) with
 * signed integer counts, so that a line whose median moved is taken out of one bin and put into another, and the sum of
 * all that ever happened equals a count from scratch. Bins are at equal ratios: a value read from one is within
 * SKETCH_BOUND of every value that was put there.
 */
export interface Sketch {
  /** Lines whose figure is exactly 0, as the loss of most is. */
  zero: number;
  /** Lines by bin. */
  bins: Map<number, number>;
}

/**
 * Largest relative error of a value read from a sketch. Small against the 1.2% that an interval of 100,000 lines is wide,
 * and a sketch never has more bins than lines.
 */
export const SKETCH_BOUND = 0.0005;

/** Upper edge of a bin over its lower one. */
export const SKETCH_GAMMA = (1 + SKETCH_BOUND) / (1 - SKETCH_BOUND);

const LOG_GAMMA = Math.log(SKETCH_GAMMA);

export function emptySketch(): Sketch {
  return { zero: 0, bins: new Map() };
}

/** Lines that have the figure. */
export function linesOf({ zero, bins }: Sketch): number {
  let lines = zero;
  for (const count of bins.values()) lines += count;
  return lines;
}

/** The bin that holds `value` > 0: (gamma^(bin − 1), gamma^bin]. */
export function binOf(value: number): number {
  return Math.ceil(Math.log(value) / LOG_GAMMA);
}

/** The value that stands for a bin: no value in it differs from this by more than SKETCH_BOUND. */
export function valueOf(bin: number): number {
  return (2 * Math.exp(bin * LOG_GAMMA)) / (SKETCH_GAMMA + 1);
}

/**
 * Counts a value `weight` times more, or less.
 *
 * @throws RangeError when `value` is negative or not finite.
 */
export function add(sketch: Sketch, value: number, weight: number): void {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
    throw new RangeError(`Cannot count: 'value' must be finite and not negative, got ${value}`);
  if (value === 0) sketch.zero += weight;
  else addToBin(sketch, binOf(value), weight);
}

export function addToBin({ bins }: Sketch, bin: number, weight: number): void {
  const count = (bins.get(bin) ?? 0) + weight;
  if (count === 0) bins.delete(bin);
  else bins.set(bin, count);
}

/** Adds `other`, `weight` times, into `sketch`. */
export function mergeInto(sketch: Sketch, other: Sketch, weight = 1): void {
  sketch.zero += weight * other.zero;
  for (const [bin, count] of other.bins) addToBin(sketch, bin, weight * count);
}
