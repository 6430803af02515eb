import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import {
  ANONYMOUS_FROM_LINES,
  type Band,
  type Tier,
} from '../../../measurement-agent/protocol/statistics.ts';
import { boundsOf, quantileOf } from './distribution.ts';
import type { CellSample, QuantileEstimate } from './estimate.ts';
import { percentileInterval, REPLICATES } from './interval.ts';
import { type QuantileLaw, quantileLaw, sampleLaw } from './quantile-law.ts';
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
  /**
   * Share of each side's lines that are in a kept stratum, 0–1. A line counts once in every stratum it is in: one that was
   * tested both in busy hours and outside of them is two, above and below the fraction line. Exact, so that what was
   * left out can be told from it: to be rounded before it is published.
   */
  coverage: { a: number; b: number };
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
  const drawn = kept.map(({ weight, key, a: left, b: right }) => ({
    weight: weight / weightSum,
    a: drawnFrom(left.law, [seed, a, key.area, key.tier]),
    b: drawnFrom(right.law, [seed, b, key.area, key.tier]),
  }));
  const estimate = (scale: Scale): QuantileEstimate | null => {
    const value = kept.reduce(
      (sum, one) => sum + (one.weight / weightSum) * (scale.to(one.a.median) - scale.to(one.b.median)),
      0,
    );
    const lows = new Float64Array(REPLICATES);
    const highs = new Float64Array(REPLICATES);
    for (const { weight, a: drawnA, b: drawnB } of drawn)
      for (let replicate = 0; replicate < REPLICATES; replicate += 1) {
        const boundsA = boundsOf(drawnA[replicate] ?? 0);
        const boundsB = boundsOf(drawnB[replicate] ?? 0);
        lows[replicate] = (lows[replicate] ?? 0) + weight * (scale.to(boundsA.low) - scale.to(boundsB.high));
        highs[replicate] =
          (highs[replicate] ?? 0) + weight * (scale.to(boundsA.high) - scale.to(boundsB.low));
      }
    const interval = percentileInterval([...lows], [...highs]);
    if (!Number.isFinite(value) || interval === null) return null;
    return { value: scale.from(value), low: scale.from(interval.low), high: scale.from(interval.high) };
  };
  const difference = estimate(PLAIN);
  if (difference === null) throw new RangeError('Cannot compare: a figure is not finite');
  return ok({
    difference,
    ratio: kept.some((one) => one.a.median === 0 || one.b.median === 0) ? null : estimate(LOGARITHMIC),
    coverage: { a: coverageOf(strata, kept, 'a'), b: coverageOf(strata, kept, 'b') },
    strata: outcomes,
    replicates: REPLICATES,
    seed,
  });
}

/** What strata are averaged in: the figure itself, or its logarithm, so that the ratio of b to a is the inverse of a's to b. */
interface Scale {
  to: (figure: number) => number;
  from: (mean: number) => number;
}

const PLAIN: Scale = { to: (figure) => figure, from: (mean) => mean };
const LOGARITHMIC: Scale = { to: Math.log, from: Math.exp };

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

function coverageOf(strata: readonly Stratum[], kept: readonly Kept[], side: 'a' | 'b'): number {
  const all = strata.reduce((sum, stratum) => sum + (stratum[side]?.lines ?? 0), 0);
  return kept.reduce((sum, stratum) => sum + stratum[side].lines, 0) / all;
}

/** Replicates of a law's quantile, by the random numbers that belong to these words. */
function drawnFrom(law: QuantileLaw, words: readonly string[]): Float64Array {
  const uniform = seeded(JSON.stringify(words));
  return Float64Array.from({ length: REPLICATES }, () => sampleLaw(law, uniform()));
}
