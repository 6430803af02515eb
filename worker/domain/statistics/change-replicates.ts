import type { ComparedLines } from './changing-stratum.ts';
import { boundsOf } from './distribution.ts';
import type { CellSample } from './estimate.ts';
import { percentileInterval, REPLICATES } from './interval.ts';
import { poissonDraws } from './poisson.ts';
import type { Uniform } from './seeded.ts';

/**
 * How much the later period's median, with the earlier one's shares of strata, differs from the earlier one's: the interval of
 * replicates in which every line weighs Poisson(1), widened by the sketches' bound.
 *
 * @throws RangeError when a figure is not finite.
 */
export function intervalOfReal(
  pairs: readonly ComparedLines[],
  uniform: Uniform,
): { low: number; high: number } {
  const { values, groups, ranges } = gridOf(pairs);
  const lows = new Float64Array(REPLICATES);
  const highs = new Float64Array(REPLICATES);
  const draw = poissonDraws(groups.lines);
  const drawn = new Float64Array(groups.lines.length);
  const before = new Float64Array(values.length);
  const counterfactual = new Float64Array(values.length);
  for (let replicate = 0; replicate < REPLICATES; replicate += 1) {
    before.fill(0);
    counterfactual.fill(0);
    for (const { earlier, later } of ranges) {
      const earlierLines = drawInto(drawn, draw, uniform, earlier, later !== null);
      addTo(before, groups, drawn, earlier, earlier.months);
      if (later === null) addTo(counterfactual, groups, drawn, earlier, earlier.months);
      else {
        const laterLines = drawInto(drawn, draw, uniform, later, true);
        addTo(counterfactual, groups, drawn, later, (earlier.months * earlierLines) / laterLines);
      }
    }
    const from = boundsOf(medianOf(values, before));
    const to = boundsOf(medianOf(values, counterfactual));
    lows[replicate] = to.low - from.high;
    highs[replicate] = to.high - from.low;
  }
  const interval = percentileInterval(lows, highs);
  if (interval === null) throw new RangeError('Cannot decompose: a figure is not finite');
  return interval;
}

/** Draws how many lines each group of a range has, and answers how many all have. */
function drawInto(
  drawn: Float64Array,
  draw: ReturnType<typeof poissonDraws>,
  uniform: Uniform,
  { from, to }: Range,
  isCompared: boolean,
): number {
  for (;;) {
    const lines = draw(uniform, drawn, from, to);
    // No lines at all cannot stand for a stratum that is compared: once in 22,000 draws of ten, hardly ever of more.
    if (lines > 0 || !isCompared) return lines;
  }
}

/**
 * Share of a stratum's lines up to which neighbouring bins are drawn together, each taking its share of their number. Of the
 * number of lines below a median, which varies by ¼ of the lines, that leaves out a sixth of a group's lines in the mean: 0.7% of its
 * variance, a third of a percent of the interval's width.
 */
const DRAWN_TOGETHER = 0.01;

/**
 * Values that replicates are told apart by. They lie where one of both medians can be, five standard deviations each, so that half a
 * step is at most a fiftieth of one.
 */
const MOST_VALUES = 256;

/** Strata on a common scale of values, so that mixing them is adding up arrays. */
interface Grid {
  /** Ascending. */
  values: Float64Array;
  groups: Groups;
  /** Of every stratum that the earlier period has; `later` where it is compared. */
  ranges: readonly { earlier: Range; later: Range | null }[];
}

/** Neighbouring bins that are drawn together: of all strata and both periods, one after the other. */
interface Groups {
  /** Independent lines, by group. */
  lines: Float64Array;
  /** Where a group's bins end, and the next one's begin. */
  ends: Int32Array;
  /** By bin: where in the grid's values it is, and its share of its group's lines, 0–1. */
  at: Int32Array;
  shares: Float64Array;
}

/** Groups from `from` up to, and without, `to`. */
interface Range {
  from: number;
  to: number;
  /** How often a line counts: one that counts in several months is drawn once, and counts as often. */
  months: number;
}

function gridOf(pairs: readonly ComparedLines[]): Grid {
  const samples = pairs.flatMap(({ earlier, later }) => (later === null ? [earlier] : [earlier, later]));
  const all = unionOf(samples);
  const valuesAStep = Math.ceil(all.length / MOST_VALUES);
  const lines: number[] = [];
  const ends: number[] = [];
  const at: number[] = [];
  const shares: number[] = [];
  const rangeOf = ({ distribution: { values, cumulative, lines: total }, lines: own }: CellSample): Range => {
    const from = lines.length;
    const months = total / own;
    for (let first = 0, place = 0, end = 0; first < values.length; first = end) {
      const below = cumulative[first - 1] ?? 0;
      end = first + 1;
      while (end < values.length && (cumulative[end] ?? 0) - below <= DRAWN_TOGETHER * total) end += 1;
      const together = (cumulative[end - 1] ?? 0) - below;
      for (let bin = first; bin < end; bin += 1) {
        // Both ascend, and every value is among all.
        while (all[place] !== values[bin]) place += 1;
        at.push(Math.floor(place / valuesAStep));
        shares.push(((cumulative[bin] ?? 0) - (cumulative[bin - 1] ?? 0)) / together);
      }
      lines.push(together / months);
      ends.push(at.length);
    }
    return { from, to: lines.length, months };
  };
  const ranges = pairs.map(({ earlier, later }) => ({
    earlier: rangeOf(earlier),
    later: later && rangeOf(later),
  }));
  return {
    // The middle one of those that are not told apart.
    values: Float64Array.from({ length: Math.ceil(all.length / valuesAStep) }, (_, step) =>
      Number(all[Math.min(all.length - 1, step * valuesAStep + (valuesAStep >> 1))]),
    ),
    groups: {
      lines: Float64Array.from(lines),
      ends: Int32Array.from(ends),
      at: Int32Array.from(at),
      shares: Float64Array.from(shares),
    },
    ranges,
  };
}

/** Values of all samples, each once. */
function unionOf(samples: readonly CellSample[]): Float64Array {
  const all = new Float64Array(
    samples.reduce((sum, { distribution }) => sum + distribution.values.length, 0),
  );
  let to = 0;
  for (const { distribution } of samples) {
    all.set(distribution.values, to);
    to += distribution.values.length;
  }
  return all.sort().filter((value, index) => value !== all[index - 1]);
}

function addTo(
  weights: Float64Array,
  { at, shares, ends }: Groups,
  drawn: Float64Array,
  { from, to }: Range,
  factor: number,
): void {
  let bin = ends[from - 1] ?? 0;
  for (let group = from; group < to; group += 1) {
    const weight = factor * (drawn[group] ?? 0);
    const end = ends[group] ?? bin;
    for (; bin < end; bin += 1) {
      const place = at[bin] ?? 0;
      weights[place] = (weights[place] ?? 0) + weight * (shares[bin] ?? 0);
    }
  }
}

function sumOf(weights: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index += 1) sum += weights[index] ?? 0;
  return sum;
}

/** Where half of the weight is reached; between two values when it is reached exactly. */
function medianOf(values: Float64Array, weights: Float64Array): number {
  const half = sumOf(weights) / 2;
  let upTo = 0;
  let lower: number | null = null;
  for (let index = 0; index < weights.length; index += 1) {
    const weight = weights[index] ?? 0;
    if (weight === 0) continue;
    const value = values[index] ?? 0;
    if (lower !== null) return (lower + value) / 2;
    upTo += weight;
    if (Math.abs(upTo - half) <= 1e-12 * half) lower = value;
    else if (upTo > half) return value;
  }
  return lower ?? 0;
}
