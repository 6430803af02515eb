import type { CellAnswer, FigureAnswer, Interval } from '../../../measurement-agent/protocol/quality.ts';
import { type Figure, METRICS, RANKED_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import type { CellSums } from './cell-sums.ts';
import { contractBands, estimate, type QuantileEstimate, quantileEstimate, sampleOf } from './estimate.ts';
import { type Suppression, toldCount, toldFigure, toldShare } from './suppression.ts';

/** A published cell: its sums in all hours, in busy ones and in the others; null where that is not kept or not published. */
export interface PublishedCell {
  place: Record<string, string>;
  any: CellSums;
  peak: CellSums | null;
  offPeak: CellSums | null;
  publishedAtMs: number | null;
}

/** 80/80 (FCC): what 80% of lines reach. */
const CONSISTENT_Q = 0.2;

/** The figures that sums must have for an answer about `figures`. */
export function neededFor(figures: readonly Figure[]): readonly Figure[] {
  return [...new Set([...figures, ...CONTRACT_FIGURES])];
}

const CONTRACT_FIGURES: readonly Figure[] = ['downloadShare', 'peakLowShare'];

/** A cell as it is told. */
export function cellAnswer(
  cell: PublishedCell,
  suppressed: Suppression | null,
  figures: readonly Figure[],
): CellAnswer {
  const { any, place, publishedAtMs } = cell;
  const hidden = suppressed ?? (any.prefixes.size < 2 ? 'one-prefix' : null);
  return {
    place,
    results: toldCount(any.results),
    lines: toldCount(any.lines),
    suppressed: hidden,
    ranked: hidden === null && any.lines >= RANKED_FROM_LINES,
    regions:
      hidden !== null || any.lines === 0
        ? null
        : {
            declared: toldShare(any.declaredRegions / any.lines),
            guessed: toldShare(any.guessedRegions / any.lines),
          },
    excluded:
      hidden === null
        ? [...any.excluded]
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([reason, count]) => ({ reason, results: toldCount(count) }))
        : [],
    updatedAt: publishedAtMs === null ? null : new Date(publishedAtMs).toISOString(),
    figures: hidden === null ? figuresOf(cell, figures) : null,
    contract: hidden === null ? contractOf(any) : null,
  };
}

function figuresOf(cell: PublishedCell, figures: readonly Figure[]): Record<string, FigureAnswer> {
  return Object.fromEntries(
    figures.map((figure) => {
      const { lines, independentLines, quantiles, geometricMean } = estimate(cell.any, figure);
      const answer: FigureAnswer = {
        lines: toldCount(lines),
        independentLines: toldCount(independentLines),
        quantiles: {
          p5: told(quantiles.p5),
          p10: told(quantiles.p10),
          p25: told(quantiles.p25),
          p50: told(quantiles.p50),
          p75: told(quantiles.p75),
          p90: told(quantiles.p90),
          p95: told(quantiles.p95),
        },
        geometricMean: geometricMean === null || lines < 10 ? null : toldFigure(geometricMean),
        peak: medianOf(cell.peak, figure),
        offPeak: medianOf(cell.offPeak, figure),
      };
      return [figure, answer];
    }),
  );
}

/** The median of a part of the day; null under the ten lines that anything is told of. */
export function medianOf(sums: CellSums | null, figure: Figure): Interval | null {
  if (sums === null || sums.prefixes.size < 2) return null;
  const sample = sampleOf(sums, figure);
  return toldCount(sample.distribution.lines) === null ? null : told(quantileEstimate(sample, 0.5));
}

function contractOf(any: CellSums): CellAnswer['contract'] {
  const { distribution } = sampleOf(any, 'downloadShare');
  if (toldCount(distribution.lines) === null) return null;
  const bands = contractBands(distribution);
  const consistency = sampleOf(any, 'peakLowShare');
  return {
    lines: toldCount(distribution.lines),
    bands: bands && {
      met: toldShare(bands.met),
      near: toldShare(bands.near),
      missed: toldShare(bands.missed),
    },
    consistency8080:
      toldCount(consistency.distribution.lines) === null
        ? null
        : told(quantileEstimate(consistency, CONSISTENT_Q)),
  };
}

export function told(estimated: QuantileEstimate | null): Interval | null {
  return (
    estimated && {
      value: toldFigure(estimated.value),
      low: toldFigure(estimated.low),
      high: toldFigure(estimated.high),
    }
  );
}

/** What is told of a cell when nobody says which figures. */
export const DEFAULT_FIGURES: readonly Figure[] = METRICS;
