import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import {
  ANONYMOUS_FROM_LINES,
  type Band,
  type Tier,
} from '../../../measurement-agent/protocol/statistics.ts';
import { boundsOf, quantileOf } from './distribution.ts';
import type { CellSample, QuantileEstimate } from './estimate.ts';
import { placeByGuide } from './guide-table.ts';
import { percentileInterval, REPLICATES } from './interval.ts';
import { type QuantileLaw, quantileLaw } from './quantile-law.ts';
import { seeded } from './seeded.ts';
import { tens } from './told-parts.ts';

export interface StratumKey {
  area: string;
  tier: Tier;
  band: Band;
}

/** Two ISPs' lines in like circumstances; null where an ISP has none. */
export interface Stratum {
  key: StratumKey;
  a: CellSample | null;
  b: CellSample | null;
}

/** Lines of one ISP in a stratum, and their median in the figure's unit. */
export interface StratumSide {
  lines: number;
  median: number;
}

export type StratumOutcome =
  /** `weight` is the stratum's part of the whole, 0–1. */
  | { key: StratumKey; kept: true; weight: number; a: StratumSide; b: StratumSide }
  /** `short` names the sides that have under 10 lines. */
  | { key: StratumKey; kept: false; reason: 'too-few-lines'; short: ('a' | 'b')[] };

export interface Comparison {
  /** Median of a − median of b, in the figure's unit. */
  difference: QuantileEstimate;
  /** Median of a over median of b; null where a median, or a replicate of one, is 0. */
  ratio: QuantileEstimate | null;
  strata: StratumOutcome[];
  replicates: number;
  seed: string;
}

/**
 * How the medians of two ISPs differ between lines in like circumstances: the difference in every stratum, weighted by the
 * smaller number of lines of the two sides, in tens as it is told: exact counts could be had from exact weights. A stratum with under 10 lines on a side drops out.
 *
 * The interval is of 1,000 replicates, each drawn from the strata's laws (`quantileLaw`) and widened by the sketches' bound.
 * Lines tested in busy hours and outside of them are the same ones, and how far their medians move together is not known.
 * All bands of a side's area and tier are therefore drawn with the same uniform number, which gives a weighted sum the
 * largest variance that any dependence can (Dhaene and others 2002, "The concept of comonotonicity in actuarial science and
 * finance: theory", Insurance: Mathematics and Economics 31(1)).
 *
 * @param options `a` and `b` are the ISPs' keys; with the seed they choose the random numbers, so that swapping the sides turns
 * the answer round exactly, and the order of strata does not matter.
 * @throws RangeError when `a` and `b` are the same.
 */
export function compare(
  strata: readonly Stratum[],
  { a, b, seed }: { a: string; b: string; seed: string },
): Fallible<Comparison, { reason: 'no-common-stratum'; strata: StratumOutcome[] }> {
  if (a === b) throw new RangeError(`Cannot compare '${a}' with itself`);
  const kept = strata.flatMap((stratum) => keptOf(stratum) ?? []);
  const weightSum = kept.reduce((sum, { weight }) => sum + weight, 0);
  const outcomes = strata.map((stratum) => outcomeOf(stratum, kept, weightSum));
  if (kept.length === 0) return err({ reason: 'no-common-stratum', strata: outcomes });
  const drawn = replicatesOf(kept, weightSum, { a, b, seed });
  const difference = estimateOf(
    averageOf(kept, weightSum, ({ a: left, b: right }) => left.median - right.median),
    // The bound is a share of the figure: it holds for weighted sums as for each.
    drawn.a.map((sum, replicate) => boundsOf(sum).low - boundsOf(drawn.b[replicate] ?? 0).high),
    drawn.a.map((sum, replicate) => boundsOf(sum).high - boundsOf(drawn.b[replicate] ?? 0).low),
  );
  if (difference === null) throw new RangeError('Cannot compare: a figure is not finite');
  const { low, high } = boundsOf(1);
  const logarithm = estimateOf(
    averageOf(kept, weightSum, ({ a: left, b: right }) => Math.log(left.median) - Math.log(right.median)),
    drawn.logRatio.map((mean) => mean + Math.log(low / high)),
    drawn.logRatio.map((mean) => mean + Math.log(high / low)),
  );
  return ok({
    difference,
    // Strata are averaged in logarithms, so that the ratio of b to a is the inverse of a's to b.
    ratio: logarithm && {
      value: Math.exp(logarithm.value),
      low: Math.exp(logarithm.low),
      high: Math.exp(logarithm.high),
    },
    strata: outcomes,
    replicates: REPLICATES,
    seed,
  });
}

function averageOf(kept: readonly Kept[], weightSum: number, of: (one: Kept) => number): number {
  return kept.reduce((sum, one) => sum + (one.weight / weightSum) * of(one), 0);
}

/** null where the value, or a replicate, is not finite. */
function estimateOf(value: number, lows: Float64Array, highs: Float64Array): QuantileEstimate | null {
  const interval = percentileInterval(lows, highs);
  return interval === null || !Number.isFinite(value) ? null : { value, ...interval };
}

interface Kept {
  key: StratumKey;
  weight: number;
  a: KeptSide;
  b: KeptSide;
}

type KeptSide = StratumSide & { law: QuantileLaw };

function keptOf({ key, a, b }: Stratum): Kept | null {
  const left = keptSideOf(a);
  const right = keptSideOf(b);
  if (left === null || right === null) return null;
  return { key, weight: tens(Math.min(left.lines, right.lines)), a: left, b: right };
}

function keptSideOf(sample: CellSample | null): KeptSide | null {
  if (sample === null || sample.lines < ANONYMOUS_FROM_LINES) return null;
  const law = quantileLaw(sample, 0.5);
  const median = quantileOf(sample.distribution, 0.5);
  return law === null || median === null ? null : { lines: sample.lines, median, law };
}

function outcomeOf({ key, a, b }: Stratum, kept: readonly Kept[], weightSum: number): StratumOutcome {
  const own = kept.find((one) => one.key === key);
  if (own !== undefined) {
    const { weight, a: left, b: right } = own;
    return {
      key,
      kept: true,
      weight: weight / weightSum,
      a: { lines: left.lines, median: left.median },
      b: { lines: right.lines, median: right.median },
    };
  }
  const sides = [
    ['a', a],
    ['b', b],
  ] as const;
  const short = sides.filter(([, sample]) => keptSideOf(sample) === null).map(([side]) => side);
  return { key, kept: false, reason: 'too-few-lines', short };
}

/** Of each replicate: both sides' medians, and the logarithm of their ratio, averaged over strata. */
interface Replicates {
  a: Float64Array;
  b: Float64Array;
  logRatio: Float64Array;
}

function replicatesOf(
  kept: readonly Kept[],
  weightSum: number,
  { a, b, seed }: { a: string; b: string; seed: string },
): Replicates {
  const replicates: Replicates = {
    a: new Float64Array(REPLICATES),
    b: new Float64Array(REPLICATES),
    logRatio: new Float64Array(REPLICATES),
  };
  const uniforms = new Map<string, Float64Array>();
  const uniformsOf = (isp: string, { area, tier }: StratumKey) => {
    const words = JSON.stringify([seed, isp, area, tier]);
    const known = uniforms.get(words);
    if (known !== undefined) return known;
    const drawn = new Float64Array(REPLICATES);
    const uniform = seeded(words);
    for (let replicate = 0; replicate < REPLICATES; replicate += 1) drawn[replicate] = uniform();
    uniforms.set(words, drawn);
    return drawn;
  };
  for (const one of kept) {
    const weight = one.weight / weightSum;
    addReplicates(replicates.a, replicates.logRatio, one.a.law, uniformsOf(a, one.key), weight, 1);
    addReplicates(replicates.b, replicates.logRatio, one.b.law, uniformsOf(b, one.key), weight, -1);
  }
  return replicates;
}

function addReplicates(
  sums: Float64Array,
  logRatio: Float64Array,
  law: QuantileLaw,
  uniforms: Float64Array,
  weight: number,
  sign: 1 | -1,
): void {
  const figures = Float64Array.from(law.values, (value) => weight * value);
  const logarithms = Float64Array.from(law.values, (value) => sign * weight * Math.log(value));
  const placeOf = placeByGuide(law.cumulative);
  for (let replicate = 0; replicate < REPLICATES; replicate += 1) {
    const at = placeOf(uniforms[replicate] ?? 0);
    sums[replicate] = (sums[replicate] ?? 0) + (figures[at] ?? 0);
    logRatio[replicate] = (logRatio[replicate] ?? 0) + (logarithms[at] ?? 0);
  }
}
