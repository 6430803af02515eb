import { QUANTILES } from '../../measurement-agent/protocol/statistics.ts';
import { estimate, type QuantileName } from '../../worker/domain/statistics/estimate.ts';
import { rankInterval } from '../../worker/domain/statistics/rank-interval.ts';
import { linesIn, MONTH_COUNT, type Pool, quantileOfSorted, sortedFigures } from './pool.ts';
import type { Random } from './population.ts';
import { type Sample, Sampler } from './sample.ts';

/** What became of one quantile over all runs of one kind. */
export interface IntervalTally {
  q: number;
  name: QuantileName;
  truthBps: number;
  /** Runs whose lines could carry the interval. */
  runs: number;
  held: number;
  widthBps: number;
  exactWidthBps: number;
  valueBps: number;
}

/** Sums over runs of what else could be made of the same tests. */
export interface NaiveTally {
  runs: number;
  meanBps: number;
  medianBps: number;
}

export interface IntervalOutcome {
  tallies: IntervalTally[];
  naive: NaiveTally;
}

/** All tests of a run are put in order only in so many runs: they are many, and nothing hangs on the last digit. */
const NAIVE_RUNS = 200;
const NAIVE_LINES = 2_000_000;

/**
 * Draws `n` lines a month in the mean, again and again, and looks whether the intervals that the product tells of them hold the truth.
 *
 * @param months 1, or 3, in which a line has another key each month and counts as another line.
 */
export function tryIntervals(
  pool: Pool,
  { n, months, runs }: { n: number; months: number; runs: number },
  random: Random,
): IntervalOutcome {
  const population = linesIn(pool, months);
  const everything = sortedFigures(pool, population, months);
  const tallies = QUANTILES.map(
    (q): IntervalTally => ({
      q,
      name: `p${Math.round(q * 100)}` as QuantileName,
      truthBps: quantileOfSorted(everything, q),
      runs: 0,
      held: 0,
      widthBps: 0,
      exactWidthBps: 0,
      valueBps: 0,
    }),
  );
  const naive: NaiveTally = { runs: 0, meanBps: 0, medianBps: 0 };
  const sampler = new Sampler(pool);
  // As many that a month has n of them: not everybody tests in every month.
  const count = Math.round((n * months * population.length) / everything.length);
  const naiveRuns = Math.min(NAIVE_RUNS, Math.ceil(NAIVE_LINES / count));
  for (let run = 0; run < runs; run += 1) {
    const sample = sampler.draw(population, count, months, random);
    if (run < naiveRuns) addNaive(naive, pool, sample, months);
    addRun(tallies, sample);
  }
  return { tallies, naive };
}

function addRun(tallies: readonly IntervalTally[], { sums, figures, independentLines }: Sample): void {
  const { quantiles } = estimate(sums, 'downloadBps');
  figures.sort();
  const scale = figures.length / independentLines;
  for (const tally of tallies) {
    const told = quantiles[tally.name];
    const ranks = rankInterval(independentLines, tally.q);
    if (told === null || ranks === null) continue;
    // As quantileEstimate lays its ranks, on the lines' own figures instead of on a sketch of them.
    const low = figures[Math.floor((ranks.low - 1) * scale + 1e-9)] ?? Number.NaN;
    const high = figures[Math.min(figures.length, Math.ceil(ranks.high * scale - 1e-9)) - 1] ?? Number.NaN;
    tally.runs += 1;
    if (told.low <= tally.truthBps && tally.truthBps <= told.high) tally.held += 1;
    tally.widthBps += told.high - told.low;
    tally.exactWidthBps += high - low;
    tally.valueBps += told.value;
  }
}

/** Every test counts once, whoever made it. */
function addNaive(naive: NaiveTally, pool: Pool, { lines }: Sample, months: number): void {
  const parts: Float32Array[] = [];
  let count = 0;
  for (const line of lines)
    for (let month = 0; month < months; month += 1) {
      const at = line * MONTH_COUNT + month;
      const part = pool.testBps.subarray(pool.testFrom[at], pool.testFrom[at + 1]);
      parts.push(part);
      count += part.length;
    }
  const tests = new Float32Array(count);
  let used = 0;
  let sum = 0;
  for (const part of parts) {
    tests.set(part, used);
    used += part.length;
    for (const bps of part) sum += bps;
  }
  tests.sort();
  naive.runs += 1;
  naive.meanBps += sum / count;
  naive.medianBps += quantileOfSorted(tests, 0.5);
}
