import {
  ANONYMOUS_FROM_LINES,
  FIGURES,
  type Figure,
  QUANTILES,
} from '../../../measurement-agent/protocol/statistics.ts';
import type { CellSums } from './cell-sums.ts';
import {
  atRank,
  boundsOf,
  type Distribution,
  distributionOf,
  geometricMeanOf,
  quantileOf,
} from './distribution.ts';
import { independentLines } from './independent-lines.ts';
import { rankInterval } from './rank-interval.ts';

/** A quantile over lines with its 95% interval. */
export interface QuantileEstimate {
  value: number;
  low: number;
  high: number;
}

/** The quantiles that are published, by name. */
export type QuantileName = 'p5' | 'p10' | 'p25' | 'p50' | 'p75' | 'p90' | 'p95';

export interface FigureEstimate {
  /** Lines that have the figure, each once a month. */
  lines: number;
  /** Independent lines that the intervals rest on, as a line cannot be told in the next month (`independentLines`). */
  independentLines: number;
  /** Each null where the lines are too few to carry its interval; all of them under ten independent lines. */
  quantiles: Record<QuantileName, QuantileEstimate | null>;
  /** Null when a line's figure is 0, and under ten independent lines. */
  geometricMean: number | null;
}

/** Lines of one figure: how they are distributed, and how many of them are independent. */
export interface CellSample {
  distribution: Distribution;
  /**
   * Independent lines: at most `distribution.lines`, which counts a line once for every month of the period. Where intervals
   * are computed the counts of the distribution are scaled to it.
   */
  lines: number;
}

export function sampleOf(sums: CellSums, figure: Figure): CellSample {
  const index = FIGURES.indexOf(figure);
  const sketch = sums.sketches[index];
  const distribution = distributionOf(sketch === undefined ? [] : [{ sketch, weight: 1 }]);
  const months = [...(sums.months.get(index)?.values() ?? [])];
  return {
    distribution,
    lines: months.length === 0 ? distribution.lines : Math.min(distribution.lines, independentLines(months)),
  };
}

/** A figure of a cell. */
export function estimate(sums: CellSums, figure: Figure): FigureEstimate {
  const sample = sampleOf(sums, figure);
  const told = isAnonymous(sample);
  return {
    lines: sample.distribution.lines,
    independentLines: sample.lines,
    quantiles: Object.fromEntries(
      QUANTILES.map((q) => [`p${Math.round(q * 100)}`, told ? quantileEstimate(sample, q) : null]),
    ) as Record<QuantileName, QuantileEstimate | null>,
    geometricMean: told ? geometricMeanOf(sample.distribution) : null,
  };
}

/** Whether a figure is of ten independent lines: six months of two homes are twelve lines, and their median is a home's. */
export function isAnonymous({ lines }: CellSample): boolean {
  return lines >= ANONYMOUS_FROM_LINES;
}

/**
 * A quantile with its distribution-free 95% interval: ranks by the binomial law of the independent lines, laid on all of
 * them, and each end widened by what its bin may stand for.
 *
 * @returns null where the lines are too few to carry the interval.
 */
export function quantileEstimate({ distribution, lines }: CellSample, q: number): QuantileEstimate | null {
  const ranks = rankInterval(lines, q);
  const value = quantileOf(distribution, q);
  if (ranks === null || value === null) return null;
  const scale = distribution.lines / lines;
  const low = atRank(distribution, Math.floor((ranks.low - 1) * scale + 1e-9) + 1);
  const high = atRank(distribution, Math.min(distribution.lines, Math.ceil(ranks.high * scale - 1e-9)));
  if (low === null || high === null) return null;
  return { value, low: boundsOf(low).low, high: boundsOf(high).high };
}

/** Shares of lines by what they reach of their contract, in the FCC's bands (Measuring Broadband America). */
export interface ContractBands {
  /** At least 95%. */
  met: number;
  /** 80 to 95%. */
  near: number;
  /** Under 80%. */
  missed: number;
}

/** Null without lines whose contract is known. */
export function contractBands({ values, cumulative, lines }: Distribution): ContractBands | null {
  if (lines === 0) return null;
  const below = (limit: number) => {
    // A bin that reaches up to the limit may be of lines that are just there, as most are that keep to their contract.
    const index = values.findLastIndex((value) => boundsOf(value).high < limit);
    return index < 0 ? 0 : (cumulative[index] ?? 0);
  };
  const under80 = below(0.8);
  const under95 = below(0.95);
  return { met: (lines - under95) / lines, near: (under95 - under80) / lines, missed: under80 / lines };
}
