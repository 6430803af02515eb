import type {
  CellAnswer,
  FigureAnswer,
  Interval,
  Suppression,
} from '../../../measurement-agent/protocol/quality.ts';
import { type Figure, METRICS, RANKED_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import { type CellSummary, independentLinesIn } from './cell-summary.ts';
import type { ContractBands, QuantileEstimate } from './estimate.ts';
import { toldCount, toldEnd, toldFigure } from './suppression.ts';
import { toldGeometricMean, toldParts } from './told-parts.ts';

/** What is told of a cell in all hours, in busy ones and in the others; null where that is not kept or not published. */
export interface SummarisedCell {
  place: Record<string, string>;
  any: CellSummary;
  peak: CellSummary | null;
  offPeak: CellSummary | null;
  publishedAtMs: number | null;
}

/** A cell as it is told. */
export function cellAnswer(
  cell: SummarisedCell,
  suppressed: Suppression | null,
  figures: readonly Figure[],
): CellAnswer {
  const { any, place, publishedAtMs } = cell;
  const hidden = suppressed ?? (any.prefixes < 2 ? 'one-prefix' : null);
  return {
    place,
    results: toldCount(any.results),
    lines: toldCount(any.lines),
    suppressed: hidden,
    ranked: hidden === null && independentLinesIn(any) >= RANKED_FROM_LINES,
    regions: hidden !== null || any.lines === 0 ? null : regionsOf(any),
    excluded:
      hidden === null
        ? [...any.excluded]
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([reason, count]) => ({ reason, results: toldCount(count) }))
        : null,
    updatedAt: publishedAtMs === null ? null : new Date(publishedAtMs).toISOString(),
    figures: hidden === null ? figuresOf(cell, figures) : null,
    contract: hidden === null ? contractOf(any) : null,
  };
}

function regionsOf({ declaredRegions, guessedRegions, lines }: CellSummary): CellAnswer['regions'] {
  const [declared = 0, guessed = 0] = toldParts([declaredRegions, guessedRegions], lines);
  return { declared, guessed };
}

function figuresOf(cell: SummarisedCell, figures: readonly Figure[]): Record<string, FigureAnswer> {
  return Object.fromEntries(
    figures.map((figure) => {
      const { lines, independentLines, quantiles, geometricMean } = cell.any.figures[figure];
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
        geometricMean: geometricMean === null || lines < 10 ? null : toldGeometricMean(geometricMean, lines),
        peak: medianOf(cell.peak, figure),
        offPeak: medianOf(cell.offPeak, figure),
      };
      return [figure, answer];
    }),
  );
}

/** The median of a part of the day; null under the ten lines that anything is told of. */
function medianOf(summary: CellSummary | null, figure: Figure): Interval | null {
  if (summary === null || summary.prefixes < 2) return null;
  const { lines, quantiles } = summary.figures[figure];
  return toldCount(lines) === null ? null : told(quantiles.p50);
}

function contractOf({ figures, bands, consistency }: CellSummary): CellAnswer['contract'] {
  const { lines } = figures.downloadShare;
  if (toldCount(lines) === null) return null;
  return {
    lines: toldCount(lines),
    bands: bands && bandsOf(bands, lines),
    consistency8080: toldCount(figures.peakLowShare.lines) === null ? null : told(consistency),
  };
}

function bandsOf({ met, near, missed }: ContractBands, lines: number) {
  const counts = [met, near, missed].map((share) => Math.round(share * lines));
  const [toldMet = 0, toldNear = 0, toldMissed = 0] = toldParts(counts, lines);
  return { met: toldMet, near: toldNear, missed: toldMissed };
}

export function told(estimated: QuantileEstimate | null): Interval | null {
  return (
    estimated && {
      value: toldFigure(estimated.value),
      low: toldEnd(estimated.low, 'low'),
      high: toldEnd(estimated.high, 'high'),
    }
  );
}

/** What is told of a cell when nobody says which figures. */
export const DEFAULT_FIGURES: readonly Figure[] = METRICS;
