import { SKETCH_GAMMA, type Sketch } from './sketch.ts';
import { tens } from './told-parts.ts';

/** Bins that are told as one: together some 2% wide, within 1% of every value in them. */
const TOGETHER = 20;

/** Upper edge of a told bin over its lower one. */
export const COARSE_GAMMA = SKETCH_GAMMA ** TOGETHER;

/**
 * A sketch as it is told: of coarse bins, each count a multiple of ten. Lines below that are carried on to the next bin, so
 * that the counts add up to the told number of lines; then no bin, no difference of two sketches and no sum of them is of
 * fewer than ten lines, and every line counts within the next nine of its place.
 */
export function coarsened({ zero, bins }: Sketch): {
  lines: number;
  zeroCount: number;
  bins: [number, number][];
} {
  const coarse = new Map<number, number>();
  for (const [bin, count] of bins) {
    const of = Math.ceil(bin / TOGETHER);
    coarse.set(of, (coarse.get(of) ?? 0) + count);
  }
  let exact = zero;
  let told = tens(zero);
  const zeroCount = told;
  const out: [number, number][] = [];
  for (const [bin, count] of [...coarse].toSorted(([a], [b]) => a - b)) {
    exact += count;
    const upTo = tens(exact);
    if (upTo > told) out.push([bin, upTo - told]);
    told = Math.max(told, upTo);
  }
  return { lines: told, zeroCount, bins: out };
}
