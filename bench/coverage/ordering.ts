import { quantileOf } from '../../worker/domain/statistics/distribution.ts';
import { sampleOf } from '../../worker/domain/statistics/estimate.ts';
import { quantileLaw } from '../../worker/domain/statistics/quantile-law.ts';
import { type Candidate, type RankRange, rankRanges } from '../../worker/domain/statistics/ranking.ts';
import { binOf } from '../../worker/domain/statistics/sketch.ts';
import { linesIn, MONTH_COUNT, type Pool, quantileOfSorted, sortedFigures } from './pool.ts';
import { ISPS, type Random } from './population.ts';
import { Sampler } from './sample.ts';

/** Median of an ISP in truth, as a share of the best. Equal ones have lines of quite different kinds. */
export const SOME_EQUAL = [1, 1, 1, 1, 0.95, 0.95, 0.9, 0.8, 0.7, 0.7];
export const ALL_EQUAL = ISPS.map(() => 1);

export interface OrderingOutcome {
  runs: number;
  /** Runs in which any two ranges stood apart in the wrong order, or at all though equal. */
  wrongPair: number;
  /** Runs in which any range left out a rank that is open in truth: even one pair told apart wrongly mostly does that. */
  wrongRange: number;
  /** Pairs that differ in truth, over all runs, and how many of them were told apart. */
  different: number;
  toldApart: number;
}

/**
 * Ranks the ten ISPs by the product's own rule, again and again. Lines are scaled so that each ISP's true median is exactly
 * what `medians` says; they keep their shape, so that equal ISPs are equal in nothing else.
 *
 * @param lines Lines of each ISP, each in one or more of the months.
 */
export function tryOrdering(
  pool: Pool,
  {
    medians,
    lines,
    months,
    runs,
  }: { medians: readonly number[]; lines: readonly number[]; months: number; runs: number },
  random: Random,
): OrderingOutcome {
  const present = linesIn(pool, months);
  const populations = ISPS.map((_, isp) => present.filter((line) => pool.isp[line] === isp));
  const scaled = scaledTo(pool, populations, months, medians);
  const sampler = new Sampler(scaled);
  const outcome: OrderingOutcome = { runs, wrongPair: 0, wrongRange: 0, different: 0, toldApart: 0 };
  for (let run = 0; run < runs; run += 1) {
    const items = populations.flatMap((population, isp): Candidate[] => {
      const { sums } = sampler.draw(population, lines[isp] ?? 0, months, random);
      const sample = sampleOf(sums, 'downloadBps');
      const law = quantileLaw(sample, 0.5);
      const value = quantileOf(sample.distribution, 0.5);
      return law === null || value === null ? [] : [{ key: String(isp), law, value }];
    });
    addRun(outcome, rankRanges(items, { moreIsBetter: true }), medians);
  }
  return outcome;
}

function addRun(outcome: OrderingOutcome, ranges: readonly RankRange[], medians: readonly number[]): void {
  const median = ({ key }: RankRange) => medians[Number(key)] ?? 0;
  let wrongPair = false;
  for (const upper of ranges)
    for (const lower of ranges) {
      const isBefore = upper.rankTo < lower.rankFrom;
      if (upper !== lower && isBefore && median(upper) <= median(lower)) wrongPair = true;
      if (median(upper) <= median(lower)) continue;
      outcome.different += 1;
      if (isBefore) outcome.toldApart += 1;
    }
  const wrongRange = ranges.some((own) => {
    const better = ranges.filter((other) => median(other) > median(own)).length;
    const worse = ranges.filter((other) => median(other) < median(own)).length;
    return own.rankFrom > 1 + better || own.rankTo < ranges.length - worse;
  });
  if (wrongPair) outcome.wrongPair += 1;
  if (wrongRange) outcome.wrongRange += 1;
}

/** The first months of a pool with each ISP's figures multiplied, so that its median is a share of that of the first. */
function scaledTo(
  pool: Pool,
  populations: readonly Int32Array[],
  months: number,
  medians: readonly number[],
): Pool {
  const figureBps = pool.figureBps.slice();
  const bin = pool.bin.slice();
  const truth = populations.map((population) =>
    quantileOfSorted(sortedFigures(pool, population, months), 0.5),
  );
  for (const [isp, population] of populations.entries()) {
    const factor = ((medians[isp] ?? 1) * (truth[0] ?? 1)) / (truth[isp] ?? 1);
    for (const line of population)
      for (let at = line * MONTH_COUNT; at < line * MONTH_COUNT + months; at += 1) {
        const figure = (pool.figureBps[at] ?? Number.NaN) * factor;
        if (Number.isNaN(figure)) continue;
        figureBps[at] = figure;
        bin[at] = binOf(figure);
      }
  }
  return { ...pool, figureBps, bin };
}
