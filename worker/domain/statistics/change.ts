import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import { ANONYMOUS_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import { boundsOf, type Distribution, quantileOf } from './distribution.ts';
import type { CellSample, QuantileEstimate } from './estimate.ts';
import { percentileInterval, REPLICATES } from './interval.ts';
import { poissonDraws } from './poisson.ts';
import { seeded, type Uniform } from './seeded.ts';

/** Lines in like circumstances, as one tier in one region, in two periods; null where there were none. */
export interface ChangingStratum {
  key: string;
  before: CellSample | null;
  after: CellSample | null;
}

/** All in the figure's unit. */
export interface Change {
  /** The medians of all lines, in either period. */
  before: number;
  after: number;
  /** The median that the later period would have had with the earlier one's shares of strata. */
  counterfactual: number;
  /** `mix` + `real`. */
  total: number;
  /** What comes of other lines being measured: after − counterfactual. */
  mix: number;
  /** What comes of lines in like circumstances being faster or slower: counterfactual − before. */
  real: QuantileEstimate;
  /** Share of each period's lines in strata that both have with 10 lines or more, 0–1. */
  coverage: { before: number; after: number };
  replicates: number;
  seed: string;
}

/**
 * The change of a median between two periods, parted by reweighting the later one's distributions to the earlier one's
 * shares (DiNardo, Fortin and Lemieux 1996, "Labor Market Institutions and the Distribution of Wages, 1973–1992: A
 * Semiparametric Approach", Econometrica 64(5)).
 *
 * A stratum with under 10 lines in one of the periods has nothing to be compared with, so it can only be mix: in the
 * counterfactual the lines that it had before stay as they were, and those that it has now are left out.
 *
 * The interval of `real` is of 1,000 replicates in which every line weighs Poisson(1), drawn bin by bin, and is widened by
 * the sketches' bound. Lines of the two periods are taken for different ones, as their keys do not last; of lines that were
 * measured in both the true interval is narrower.
 */
export function decompose(
  strata: readonly ChangingStratum[],
  { seed }: { seed: string },
): Fallible<Change, { reason: 'no-common-stratum' }> {
  const common = strata.filter(isCommon);
  if (common.length === 0) return err({ reason: 'no-common-stratum' });
  const grid = gridOf(strata);
  const asIs = mixInto(mixturesFor(grid), grid, grid);
  const later = new Float64Array(grid.values.length);
  for (const stratum of grid.strata)
    if (stratum.after !== null) addTo(later, grid.at, grid, stratum.after, 1);
  const before = medianAsIs(grid, asIs.before);
  const counterfactual = medianAsIs(grid, asIs.counterfactual);
  const after = medianAsIs(grid, later);
  const interval = intervalOfReal(gridOf(withoutTails(strata, grid, asIs)), seeded(seed));
  const mix = after - counterfactual;
  const real = counterfactual - before;
  return ok({
    before,
    after,
    counterfactual,
    total: mix + real,
    mix,
    real: { value: real, ...interval },
    coverage: {
      before: linesIn(common, 'before') / linesIn(strata, 'before'),
      after: linesIn(common, 'after') / linesIn(strata, 'after'),
    },
    replicates: REPLICATES,
    seed,
  });
}

function isCommon({ before, after }: ChangingStratum): boolean {
  return Math.min(before?.lines ?? 0, after?.lines ?? 0) >= ANONYMOUS_FROM_LINES;
}

function linesIn(strata: readonly ChangingStratum[], period: 'before' | 'after'): number {
  return strata.reduce((sum, stratum) => sum + (stratum[period]?.distribution.lines ?? 0), 0);
}

/**
 * Standard deviations of a replicate's median, in ranks, beyond which it is taken for the next value outside: of 1,000 less than
 * three lie there, and an interval's ends, of the 25 lowest and highest, do not depend on how far out.
 */
const DEVIATIONS = 3;

/**
 * The same strata with the bins that no replicate's median can lie in added up, one below and one above: their number is
 * drawn, not each of theirs. A share of the lines has, under Poisson weights, a standard deviation of at most ½/√n.
 */
function withoutTails(
  strata: readonly ChangingStratum[],
  { values }: Grid,
  mixtures: Mixtures,
): ChangingStratum[] {
  const reach = (DEVIATIONS * 0.5) / Math.sqrt(effectiveLines(strata));
  const spans = [mixtures.before, mixtures.counterfactual].map((weights) => ({
    from: valueAtShare(values, weights, 0.5 - reach),
    to: valueAtShare(values, weights, 0.5 + reach),
  }));
  const from = Math.min(...spans.map((span) => span.from));
  const to = Math.max(...spans.map((span) => span.to));
  const within = (sample: CellSample | null) =>
    sample && { ...sample, distribution: withTailsAddedUp(sample.distribution, from, to) };
  return strata.map(({ key, before, after }) => ({ key, before: within(before), after: within(after) }));
}

/** As many independent lines of one weight as vary like the more varying of both mixtures. */
function effectiveLines(strata: readonly ChangingStratum[]): number {
  const ofBefore = strata.reduce((sum, { before }) => sum + (before?.lines ?? 0), 0);
  const variance = strata.reduce((sum, stratum) => {
    const earlier = stratum.before?.lines ?? 0;
    // Of a stratum both vary: how many lines it has, and where in it they lie.
    return (
      sum + (isCommon(stratum) ? Math.max(earlier, earlier ** 2 / (stratum.after?.lines ?? 1)) : earlier)
    );
  }, 0);
  return ofBefore ** 2 / variance;
}

/** The value at which a share of the weight is reached: the lowest under 0, the highest over 1. */
function valueAtShare(values: Float64Array, weights: Float64Array, share: number): number {
  const wanted = share * sumOf(weights);
  let upTo = 0;
  for (const [index, value] of values.entries()) {
    upTo += weights[index] ?? 0;
    if (upTo >= wanted && (upTo > 0 || share <= 0)) return value;
  }
  return values.at(-1) ?? 0;
}

function withTailsAddedUp(
  { values, cumulative, lines }: Distribution,
  from: number,
  to: number,
): Distribution {
  const first = values.findIndex((value) => value >= from);
  const last = values.findLastIndex((value) => value <= to);
  // The last bin below stands for all below, and the first above for all above.
  const begin = Math.max(0, (first === -1 ? values.length : first) - 1);
  const end = Math.min(values.length - 1, last + 1);
  if (end < begin) return { values, cumulative, lines };
  return {
    values: values.slice(begin, end + 1),
    cumulative: [...cumulative.slice(begin, end), lines],
    lines,
  };
}

/** Strata on a common scale of values, so that mixing them is adding up arrays. */
interface Grid extends Drawn {
  /** Ascending. */
  values: Float64Array;
  /** The bins of all strata and both periods, one after the other: where in `values` each is. */
  at: Int32Array;
  strata: readonly { common: boolean; before: Range | null; after: Range | null }[];
}

/** Independent lines: as they are, or as a replicate has them. */
interface Drawn {
  /** By bin. */
  counts: Float64Array;
  /** By the index of a range. */
  totals: Float64Array;
}

/** Bins from `from` up to, and without, `to`. */
interface Range {
  index: number;
  from: number;
  to: number;
  /** How often a line counts: one that counts in several months is drawn once, and counts as often. */
  months: number;
}

function gridOf(strata: readonly ChangingStratum[]): Grid {
  const distributions = strata.flatMap(({ before, after }) =>
    [before, after].flatMap((one) => one?.distribution ?? []),
  );
  const bins = distributions.reduce((sum, one) => sum + one.values.length, 0);
  const values = unionOf(distributions, bins);
  const grid = {
    values,
    at: new Int32Array(bins),
    counts: new Float64Array(bins),
    totals: new Float64Array(distributions.length),
  };
  let to = 0;
  let ranges = 0;
  const rangeOf = (sample: CellSample | null): Range | null => {
    if (sample === null || !(sample.lines > 0)) return null;
    const { values: own, cumulative, lines } = sample.distribution;
    const from = to;
    const months = lines / sample.lines;
    for (let index = 0, place = 0; index < own.length; index += 1) {
      // Both ascend, and every value is on the grid.
      while (values[place] !== own[index]) place += 1;
      grid.at[to] = place;
      grid.counts[to] = ((cumulative[index] ?? 0) - (cumulative[index - 1] ?? 0)) / months;
      to += 1;
    }
    const index = ranges;
    ranges += 1;
    grid.totals[index] = sample.lines;
    return { index, from, to, months };
  };
  return {
    ...grid,
    strata: strata.map((stratum) => ({
      common: isCommon(stratum),
      before: rangeOf(stratum.before),
      after: rangeOf(stratum.after),
    })),
  };
}

/** Values of all distributions, each once. */
function unionOf(distributions: readonly Distribution[], bins: number): Float64Array {
  const all = new Float64Array(bins);
  let to = 0;
  for (const { values } of distributions) {
    all.set(values, to);
    to += values.length;
  }
  return all.sort().filter((value, index) => value !== all[index - 1]);
}

interface Mixtures {
  /** Weights of `grid.values` in the earlier period. */
  before: Float64Array;
  /** In the later one with the earlier one's shares. */
  counterfactual: Float64Array;
}

/** @param drawn of the grid's bins: their own counts, or as they were drawn. */
function mixInto(mixtures: Mixtures, { at, strata }: Grid, drawn: Drawn): Mixtures {
  const { before, counterfactual } = mixtures;
  before.fill(0);
  counterfactual.fill(0);
  for (const stratum of strata) {
    if (stratum.before === null) continue;
    addTo(before, at, drawn, stratum.before, 1);
    if (!stratum.common || stratum.after === null) addTo(counterfactual, at, drawn, stratum.before, 1);
    else
      addTo(
        counterfactual,
        at,
        drawn,
        stratum.after,
        linesOf(drawn, stratum.before) / linesOf(drawn, stratum.after),
      );
  }
  return mixtures;
}

function mixturesFor({ values }: Grid): Mixtures {
  return { before: new Float64Array(values.length), counterfactual: new Float64Array(values.length) };
}

function addTo(
  weights: Float64Array,
  at: Int32Array,
  { counts }: Drawn,
  { from, to, months }: Range,
  factor: number,
): void {
  const each = factor * months;
  for (let bin = from; bin < to; bin += 1) {
    const place = at[bin] ?? 0;
    weights[place] = (weights[place] ?? 0) + each * (counts[bin] ?? 0);
  }
}

/** Lines of a range, each as often as it counts. */
function linesOf({ totals }: Drawn, { index, months }: Range): number {
  return months * (totals[index] ?? 0);
}

function sumOf(weights: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index += 1) sum += weights[index] ?? 0;
  return sum;
}

/** Draws the counts of all bins anew, into `drawn`. */
function drawsOf({ counts, strata }: Grid): (uniform: Uniform, drawn: Drawn) => void {
  const draw = poissonDraws(counts);
  const ranges = strata.flatMap(({ common, before, after }) =>
    [before, after].flatMap((range) => (range === null ? [] : [{ ...range, common }])),
  );
  return (uniform, drawn) => {
    for (const { index, from, to, common } of ranges) {
      let total = draw(uniform, drawn.counts, from, to);
      // No lines at all cannot stand for a stratum that is compared: once in 22,000 draws of ten, hardly ever of more.
      if (common) while (total === 0) total = draw(uniform, drawn.counts, from, to);
      drawn.totals[index] = total;
    }
  };
}

/** The median as it is published of a cell: `quantileOf`. */
function medianAsIs({ values }: Grid, weights: Float64Array): number {
  const had: number[] = [];
  const cumulative: number[] = [];
  let lines = 0;
  for (const [index, value] of values.entries()) {
    const weight = weights[index] ?? 0;
    if (weight <= 0) continue;
    lines += weight;
    had.push(value);
    cumulative.push(lines);
  }
  const median = quantileOf({ values: had, cumulative, lines }, 0.5);
  if (median === null) throw new RangeError('Cannot decompose: a period has no lines');
  return median;
}

function intervalOfReal(grid: Grid, uniform: Uniform): { low: number; high: number } {
  const lows = new Float64Array(REPLICATES);
  const highs = new Float64Array(REPLICATES);
  const draw = drawsOf(grid);
  const drawn = {
    counts: new Float64Array(grid.counts.length),
    totals: new Float64Array(grid.totals.length),
  };
  const mixtures = mixturesFor(grid);
  for (let replicate = 0; replicate < REPLICATES; replicate += 1) {
    draw(uniform, drawn);
    mixInto(mixtures, grid, drawn);
    const before = boundsOf(medianOf(grid.values, mixtures.before));
    const counterfactual = boundsOf(medianOf(grid.values, mixtures.counterfactual));
    lows[replicate] = counterfactual.low - before.high;
    highs[replicate] = counterfactual.high - before.low;
  }
  const interval = percentileInterval(lows, highs);
  if (interval === null) throw new RangeError('Cannot decompose: a figure is not finite');
  return interval;
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
