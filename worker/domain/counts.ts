/** Counted results and distinct lines of one cell in one calendar month. */
export interface MonthCount {
  cell: string;
  month: string;
  results: number;
  lines: number;
}

export interface CellCount {
  results: number;
  /** Of the fullest month, as a line's key lives a month. */
  lines: number;
}

/**
 * Counts of the cells that `cellOf` puts months into, as prefectures into their area; null leaves a month out. A line
 * lies in one subdivision, so lines of subdivisions add up.
 */
export function countCells(
  months: readonly MonthCount[],
  cellOf: (cell: string) => string | null = (cell) => cell,
): Map<string, CellCount> {
  const cells = new Map<string, { results: number; linesByMonth: Map<string, number> }>();
  for (const { cell, month, results, lines } of months) {
    const target = cellOf(cell);
    if (target === null) continue;
    const sum = cells.get(target) ?? { results: 0, linesByMonth: new Map<string, number>() };
    sum.results += results;
    sum.linesByMonth.set(month, (sum.linesByMonth.get(month) ?? 0) + lines);
    cells.set(target, sum);
  }
  return new Map(
    [...cells].map(([cell, { results, linesByMonth }]) => [
      cell,
      { results, lines: Math.max(...linesByMonth.values()) },
    ]),
  );
}
