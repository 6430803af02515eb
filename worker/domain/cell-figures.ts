import {
  FIGURE_NAMES,
  type PeriodFigures,
  type Quartiles,
} from '../../measurement-agent/protocol/figures.ts';
import type { CellAnswer, FigureAnswer } from '../../measurement-agent/protocol/quality.ts';

/** What pages show of a cell in a period, from what the API tells of it; null when nothing is published. */
export function periodFigures(days: PeriodFigures['days'], cell: CellAnswer | null): PeriodFigures {
  return {
    days,
    results: cell?.results ?? null,
    lines: cell?.lines ?? null,
    excluded: cell === null ? null : sumOf(cell.excluded.map(({ results }) => results)),
    quartiles:
      cell === null || cell.figures === null
        ? null
        : (Object.fromEntries(
            FIGURE_NAMES.map((name) => [name, quartilesOf(cell.figures?.[name])]),
          ) as NonNullable<PeriodFigures['quartiles']>),
  };
}

/** Of what is told: reasons with fewer than ten results are left out. Null when all are. */
function sumOf(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}

function quartilesOf(figure: FigureAnswer | undefined): Quartiles | null {
  if (figure === undefined) return null;
  const { p25, p50, p75 } = figure.quantiles;
  if (!p25 || !p50 || !p75) return null;
  return {
    p25: p25.value,
    p50: p50.value,
    p75: p75.value,
    p50Low: p50.low,
    p50High: p50.high,
    lines: figure.lines,
  };
}
