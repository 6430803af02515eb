import { ANONYMOUS_FROM_LINES, SHOWN_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import { placeOf, valuesOf } from './cell-key.ts';

/** Why a cell's figures are not told. */
export type Suppression = 'too-few-lines' | 'one-prefix' | 'complementary';

export interface CountedCell {
  place: string;
  /** Lines in it now. */
  lines: number;
  /** Lines in what is published; null before the first publication. */
  publishedLines: number | null;
}

/**
 * Which of a grouping set's cells in one period are not told. Besides those with few lines it is their neighbours: where all
 * of a row but one are told, and its sum is told as well, the one could be had by subtraction. So along every dimension the
 * hidden cells must hold ten lines together, or the smallest of the others is hidden, too.
 *
 * @param cells All cells of the set, the period and the slice.
 */
export function suppressed(cells: readonly CountedCell[]): Map<string, Suppression> {
  const hidden = new Map<string, Suppression>();
  for (const { place, publishedLines } of cells)
    if ((publishedLines ?? 0) < SHOWN_FROM_LINES) hidden.set(place, 'too-few-lines');
  const dimensions = cells[0] === undefined ? 0 : valuesOf(cells[0].place).length;
  const rows = Array.from({ length: dimensions }, (_, dimension) => [
    ...Map.groupBy(cells, ({ place }) => placeOf(valuesOf(place).toSpliced(dimension, 1))).values(),
  ]).flat();
  // Whoever is hidden for one row is hidden in all its rows, which may bare another there: until nothing changes.
  for (let changed = true; changed; ) {
    changed = false;
    for (const row of rows) {
      const secret = row.filter(({ place }) => hidden.has(place));
      const lines = secret.reduce((sum, cell) => sum + cell.lines, 0);
      if (lines === 0 || lines >= ANONYMOUS_FROM_LINES) continue;
      const [smallest] = row
        .filter(({ place }) => !hidden.has(place))
        .toSorted((a, b) => a.lines - b.lines || (a.place < b.place ? -1 : 1));
      if (smallest === undefined) continue;
      hidden.set(smallest.place, 'complementary');
      changed = true;
    }
  }
  return hidden;
}

/** A count as it is told: to the next ten, so that no difference of two tells fewer; null stands for "fewer than ten". */
export function toldCount(count: number): number | null {
  return count < ANONYMOUS_FROM_LINES ? null : Math.round(count / 10) * 10;
}

/** A share of lines as it is told, 0–1: in hundredths, as more digits would tell the counts that it is of. */
export function toldShare(share: number): number {
  return Math.round(share * 100) / 100;
}

/** A figure as it is told: four digits. */
export function toldFigure(value: number): number {
  return Number(value.toPrecision(4));
}
