import type { CellAnswer } from '../../../measurement-agent/protocol/quality.ts';
import { METRICS } from '../../../measurement-agent/protocol/statistics.ts';
import type { CellContent } from './content.ts';

/** The cell that a page is of, and where it stands in its answer; null where nothing was measured. */
export function shownCell({ cell, cellIndex }: CellContent): { cell: CellAnswer; at: string } | null {
  const shown = cellIndex === null ? undefined : cell.answer?.cells[cellIndex];
  return shown === undefined ? null : { cell: shown, at: `cells/${cellIndex}` };
}

/** Whether figures are told, and so box plots drawn. */
export function hasFigures(content: CellContent): boolean {
  const shown = shownCell(content);
  return METRICS.some((metric) => {
    const { p25, p50, p75 } = shown?.cell.figures?.[metric]?.quantiles ?? {};
    return Boolean(p25 && p50 && p75);
  });
}
