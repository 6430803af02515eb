import type { CellSample } from './estimate.ts';

/**
 * How a quantile varies when its lines are resampled, each with a Poisson weight of mean 1: values in ascending order, and the
 * probability that the quantile is at most each.
 */
export interface QuantileLaw {
  values: readonly number[];
  cumulative: readonly number[];
}

/** Lines of one kind, each of which weighs `weight` in a mixture; 1 where nothing is mixed. */
export interface WeightedSample extends CellSample {
  weight: number;
}

/** Less likely than this is left out: nothing here asks for a chance of one in a thousand million. */
const NEGLIGIBLE = 1e-9;

/**
 * The law of a weighted quantile under the Poisson bootstrap (Hanley and MacGibbon 2006), without drawing a line: the weights
 * of the lines in one bin add up to one Poisson number, so the quantile is at most v when (1 − q)·X ≥ q·Y, with X the
 * weight of the lines up to v and Y that of the others. Their difference is taken as normal, and ties count half: off by less
 * than 0.02 from 10 lines on (quantile-law.test.ts draws them).
 *
 * Where lines are counted in several months (`lines` is less than the distribution's), counts are scaled down to as many
 * independent ones.
 *
 * @param q 0–1, without its ends.
 * @returns null without lines.
 */
export function quantileLaw(parts: readonly WeightedSample[], q: number): QuantileLaw | null {
  const bins: { value: number; mean: number; variance: number }[] = [];
  let mean = 0;
  let variance = 0;
  for (const { distribution, lines, weight } of parts) {
    if (distribution.lines === 0) continue;
    const scale = lines / distribution.lines;
    let before = 0;
    for (const [index, value] of distribution.values.entries()) {
      const upTo = distribution.cumulative[index] ?? before;
      const count = (upTo - before) * scale;
      before = upTo;
      bins.push({ value, mean: count * weight, variance: count * weight ** 2 });
      mean += count * weight;
      variance += count * weight ** 2;
    }
  }
  if (mean <= 0) return null;
  bins.sort((a, b) => a.value - b.value);
  const values: number[] = [];
  const cumulative: number[] = [];
  let below = 0;
  let varianceBelow = 0;
  for (const [index, bin] of bins.entries()) {
    below += bin.mean;
    varianceBelow += bin.variance;
    if (bins[index + 1]?.value === bin.value) continue;
    const spread = Math.sqrt((1 - q) ** 2 * varianceBelow + q ** 2 * (variance - varianceBelow));
    const probability = index === bins.length - 1 ? 1 : normalCumulative((below - q * mean) / spread);
    if (probability < NEGLIGIBLE) continue;
    values.push(bin.value);
    cumulative.push(probability);
    if (probability > 1 - NEGLIGIBLE) break;
  }
  const last = cumulative.length - 1;
  return { values, cumulative: cumulative.with(last, 1) };
}

/** The value below which the quantile lies with probability `u`, 0–1. */
export function drawFrom({ values, cumulative }: QuantileLaw, u: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] ?? 1) >= u) high = middle;
    else low = middle + 1;
  }
  return values[low] ?? Number.NaN;
}

/** The chance that the first quantile is the greater one, ties counted half; the two are independent. */
export function chanceGreater(a: QuantileLaw, b: QuantileLaw): number {
  let chance = 0;
  let before = 0;
  let at = 0;
  let belowB = 0;
  for (const [index, value] of a.values.entries()) {
    const mass = (a.cumulative[index] ?? before) - before;
    before = a.cumulative[index] ?? before;
    while ((b.values[at] ?? Number.POSITIVE_INFINITY) < value) {
      belowB = b.cumulative[at] ?? belowB;
      at += 1;
    }
    const tied = b.values[at] === value ? (b.cumulative[at] ?? belowB) - belowB : 0;
    chance += mass * (belowB + tied / 2);
  }
  return chance;
}

/** The normal distribution function, by Abramowitz and Stegun 7.1.26 with an error below 1.5e-7, and its tail by 26.2.12. */
function normalCumulative(z: number): number {
  const x = Math.abs(z);
  // The polynomial's error would drown a tail beyond five standard deviations.
  const upper =
    x > 5
      ? (Math.exp((-x * x) / 2) / (x * Math.sqrt(2 * Math.PI))) * (1 - 1 / x ** 2 + 3 / x ** 4)
      : 0.5 * complementaryError(x / Math.SQRT2);
  return z < 0 ? upper : 1 - upper;
}

function complementaryError(x: number): number {
  const t = 1 / (1 + 0.327_591_1 * x);
  const polynomial =
    t *
    (0.254_829_592 + t * (-0.284_496_736 + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
  return polynomial * Math.exp(-x * x);
}
