import { ANONYMOUS_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import { quantileOf } from './distribution.ts';
import type { CellSample, QuantileEstimate } from './estimate.ts';
import { drawFrom, type QuantileLaw, quantileLaw } from './quantile-law.ts';
import { seededUniform } from './seeded.ts';

/** Lines of both sides that are alike in region and tier, in one part of the day. */
export interface Stratum {
  area: string;
  tier: string;
  band: string;
  a: CellSample | null;
  b: CellSample | null;
}

export interface ComparedStratum {
  area: string;
  tier: string;
  band: string;
  linesA: number;
  linesB: number;
  /** Share in the difference; the strata's add up to 1. */
  weight: number;
}

export interface Comparison {
  difference: QuantileEstimate;
  /** Null when a median is 0. */
  ratio: QuantileEstimate | null;
  /** Share of each side's lines, counted in each part of the day, that lie in the strata compared. */
  coverage: { a: number; b: number };
  strata: ComparedStratum[];
  replicates: number;
  seed: string;
}

export const REPLICATES = 1_000;

/** What one kept stratum is compared by. */
interface Kept extends ComparedStratum {
  medianA: number;
  medianB: number;
  lawA: QuantileLaw;
  lawB: QuantileLaw;
}

/**
 * The difference of two ISPs' medians over strata of the same region, tier and part of the day, so that neither wins by having
 * more lines where all are fast. A stratum weighs as much as its smaller side has lines; under ten on a side it drops out,
 * and `coverage` says how much is left.
 *
 * The 95% interval is of 1,000 resamplings of lines with Poisson weights, drawn by their law in the bins (quantile-law.ts)
 * with the seed of the answer. Busy and other hours hold the same lines: their medians are drawn with the same chance, which
 * is the widest that any dependence allows.
 *
 * @returns null when no stratum is left.
 */
export function compare(strata: readonly Stratum[], seed: string): Comparison | null {
  const kept = strata.flatMap((stratum): Kept[] => keep(stratum));
  const total = kept.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return null;
  for (const stratum of kept) stratum.weight /= total;

  const uniform = seededUniform(seed);
  const chances = new Map<string, readonly [number, number]>();
  const differences: number[] = [];
  const ratios: number[] = [];
  for (let replicate = 0; replicate < REPLICATES; replicate += 1) {
    chances.clear();
    let difference = 0;
    let logRatio = 0;
    for (const { area, tier, weight, lawA, lawB } of kept) {
      const lines = `${area} ${tier}`;
      const chance = chances.get(lines) ?? [uniform(), uniform()];
      chances.set(lines, chance);
      const a = drawFrom(lawA, chance[0]);
      const b = drawFrom(lawB, chance[1]);
      difference += weight * (a - b);
      logRatio += weight * Math.log(a / b);
    }
    differences.push(difference);
    ratios.push(Math.exp(logRatio));
  }
  const value = kept.reduce((sum, { weight, medianA, medianB }) => sum + weight * (medianA - medianB), 0);
  const logRatio = kept.reduce(
    (sum, { weight, medianA, medianB }) => sum + weight * Math.log(medianA / medianB),
    0,
  );
  const ratio = interval(Math.exp(logRatio), ratios);
  return {
    difference: interval(value, differences),
    ratio: Object.values(ratio).every((each) => Number.isFinite(each) && each > 0) ? ratio : null,
    coverage: coverageOf(strata, kept),
    strata: kept.map(({ area, tier, band, linesA, linesB, weight }) => ({
      area,
      tier,
      band,
      linesA,
      linesB,
      weight,
    })),
    replicates: REPLICATES,
    seed,
  };
}

function keep({ area, tier, band, a, b }: Stratum): Kept[] {
  if (a === null || b === null || a.lines < ANONYMOUS_FROM_LINES || b.lines < ANONYMOUS_FROM_LINES) return [];
  const medianA = quantileOf(a.distribution, 0.5);
  const medianB = quantileOf(b.distribution, 0.5);
  const lawA = quantileLaw([{ ...a, weight: 1 }], 0.5);
  const lawB = quantileLaw([{ ...b, weight: 1 }], 0.5);
  if (medianA === null || medianB === null || lawA === null || lawB === null) return [];
  const weight = Math.min(a.lines, b.lines);
  return [{ area, tier, band, linesA: a.lines, linesB: b.lines, weight, medianA, medianB, lawA, lawB }];
}

/** The 2.5% and 97.5% of what was drawn, around the value itself. */
function interval(value: number, drawn: readonly number[]): QuantileEstimate {
  const sorted = drawn.toSorted((x, y) => x - y);
  const low = sorted[Math.floor(0.025 * sorted.length)] ?? value;
  const high = sorted[Math.ceil(0.975 * sorted.length) - 1] ?? value;
  return { value, low: Math.min(low, value), high: Math.max(high, value) };
}

function coverageOf(strata: readonly Stratum[], kept: readonly Kept[]): { a: number; b: number } {
  const all = (side: 'a' | 'b') => strata.reduce((sum, stratum) => sum + (stratum[side]?.lines ?? 0), 0);
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    a: share(
      kept.reduce((sum, { linesA }) => sum + linesA, 0),
      all('a'),
    ),
    b: share(
      kept.reduce((sum, { linesB }) => sum + linesB, 0),
      all('b'),
    ),
  };
}
