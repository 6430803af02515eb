import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import { intervalOfReal } from './change-replicates.ts';
import { type ChangingStratum, type ComparedLines, comparedLines, isCommon } from './changing-stratum.ts';
import type { Distribution } from './distribution.ts';
import type { CellSample, QuantileEstimate } from './estimate.ts';
import { REPLICATES } from './interval.ts';
import { medianOfMixture, type Part, valueAt, weightOf } from './mixture.ts';
import { seeded } from './seeded.ts';

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
 * The interval of `real` is of 1,000 replicates in which every line weighs Poisson(1), and is widened by the sketches' bound.
 * Lines of the two periods are taken for different ones, as their keys do not last; of lines that were measured in both the true interval
 * is narrower.
 */
export function decompose(
  strata: readonly ChangingStratum[],
  { seed }: { seed: string },
): Fallible<Change, { reason: 'no-common-stratum' }> {
  if (!strata.some(isCommon)) return err({ reason: 'no-common-stratum' });
  const pairs = comparedLines(strata);
  const mixtures = mixturesOf(pairs);
  const before = medianOf(mixtures.before);
  const counterfactual = medianOf(mixtures.counterfactual);
  const after = medianOf(strata.flatMap((stratum) => (stratum.after === null ? [] : asItIs(stratum.after))));
  const interval = intervalOfReal(withoutTails(pairs, mixtures), seeded(seed));
  const mix = after - counterfactual;
  const real = counterfactual - before;
  return ok({
    before,
    after,
    counterfactual,
    total: mix + real,
    mix,
    real: { value: real, ...interval },
    replicates: REPLICATES,
    seed,
  });
}

interface Mixtures {
  /** All lines of the earlier period. */
  before: readonly Part[];
  /** Lines of the later one with the earlier one's shares of strata. */
  counterfactual: readonly Part[];
}

function mixturesOf(pairs: readonly ComparedLines[]): Mixtures {
  return {
    before: pairs.map(({ earlier }) => asItIs(earlier)),
    counterfactual: pairs.map(({ earlier, later }) =>
      later === null
        ? asItIs(earlier)
        : { ...asItIs(later), weight: earlier.distribution.lines / later.distribution.lines },
    ),
  };
}

function asItIs({ distribution }: CellSample): Part {
  return { distribution, weight: 1 };
}

/** The median as it is published of a cell. */
function medianOf(parts: readonly Part[]): number {
  const median = medianOfMixture(parts);
  if (median === null) throw new RangeError('Cannot decompose: a period has no lines');
  return median;
}

/**
 * Standard deviations of a replicate's median, in ranks, beyond which it is taken for the next value outside: of 1,000 some six a
 * side lie there, and an interval's ends, between the 25th and the 26th, do not depend on how far out.
 */
const DEVIATIONS = 2.5;

/**
 * The same lines with the bins that no replicate's median can lie in added up: their number is drawn, not each of theirs. A share of the
 * lines has, under Poisson weights, a standard deviation of at most ½/√n.
 */
function withoutTails(pairs: readonly ComparedLines[], mixtures: Mixtures): ComparedLines[] {
  const reach = (DEVIATIONS * 0.5) / Math.sqrt(effectiveLines(pairs));
  const spans = [mixtures.before, mixtures.counterfactual].map((parts) => ({
    from: valueAt(parts, (0.5 - reach) * weightOf(parts)),
    to: valueAt(parts, (0.5 + reach) * weightOf(parts)),
  }));
  const within = (sample: CellSample) => ({
    ...sample,
    distribution: withOthersAddedUp(sample.distribution, spans),
  });
  return pairs.map(({ earlier, later }) => ({ earlier: within(earlier), later: later && within(later) }));
}

/** As many independent lines of one weight as vary like the more varying of both mixtures. */
function effectiveLines(pairs: readonly ComparedLines[]): number {
  const all = pairs.reduce((sum, { earlier }) => sum + earlier.lines, 0);
  // Of a stratum that is compared both vary: how many lines it has, and where in it they lie.
  const variance = pairs.reduce(
    (sum, { earlier: { lines }, later }) =>
      sum + Math.max(lines, later === null ? 0 : lines ** 2 / later.lines),
    0,
  );
  return all ** 2 / variance;
}

/** With one bin on each side of a span for what lies beyond, as near to it as there is one. */
function withOthersAddedUp(
  { values, cumulative, lines }: Distribution,
  spans: readonly { from: number; to: number }[],
): Distribution {
  const inSpans = values.map((value) => spans.some(({ from, to }) => value >= from && value <= to));
  // Values on the same side of every span, where no bin lies in between.
  const beforeSpans = values.map((value) => spans.filter(({ from }) => value < from).length);
  const isKept = (index: number) =>
    [index - 1, index + 1].some(
      (other) => inSpans[other] === true || (beforeSpans[other] ?? beforeSpans[index]) !== beforeSpans[index],
    );
  const kept = values.flatMap((_, index) => (inSpans[index] === true || isKept(index) ? [index] : []));
  // All on one side of all spans.
  if (kept.length === 0) kept.push(beforeSpans[0] === 0 ? 0 : values.length - 1);
  return {
    values: kept.map((index) => values[index] ?? 0),
    // What is left out counts to the next that is kept, and after the last to that.
    cumulative: kept.map((index, place) => (place === kept.length - 1 ? lines : (cumulative[index] ?? 0))),
    lines,
  };
}
