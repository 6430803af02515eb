import { METRICS, type Metric } from '../../../measurement-agent/protocol/statistics.ts';
import { placeOf } from '../statistics/cell-key.ts';
import { type TableRow, valueOf } from './table-row.ts';

/** Dimensions that part the cells of the open aggregates. A line whose class leaves one of them out is in no cell of that set. */
export const CELL_SETS = [
  ['country'],
  ['area'],
  ['subdivision'],
  ['isp'],
  ['isp', 'area'],
  ['isp', 'access'],
  ['isp', 'tier'],
  ['isp', 'medium'],
  ['subdivision', 'access'],
] as const satisfies readonly (readonly string[])[];

/**
 * Lines by what they measured: set, cohort and place, figure, value. Whole numbers, so that the order of adding does not
 * matter, and plain objects, so that the counts of a part can be kept as JSON.
 */
export type CellCounts = Record<string, Record<string, Record<string, Record<string, number>>>>;

/** The name of a set. */
export function setName(dimensions: readonly string[]): string {
  return dimensions.join('-');
}

/** Counts a line, by its row as it stands in the file and by nothing else, so that whoever has the file counts the same. */
export function countLine(counts: CellCounts, row: TableRow): void {
  for (const dimensions of CELL_SETS) {
    const values = ['cohort', ...dimensions].map((name) => valueOf(row, name));
    if (values.includes(null)) continue;
    const place = placeOf(values.map(String));
    for (const metric of METRICS) {
      const value = valueOf(row, metric);
      if (value !== null) add(counts, [setName(dimensions), place, metric, String(value)], 1);
    }
  }
}

function add(
  counts: CellCounts,
  [set, place, figure, value]: [string, string, string, string],
  lines: number,
) {
  const places = (counts[set] ??= {});
  const figures = (places[place] ??= {});
  const values = (figures[figure] ??= {});
  values[value] = (values[value] ?? 0) + lines;
}

/** Adds all that `other` has of one figure. */
export function mergeCounts(counts: CellCounts, other: CellCounts, figure: Metric): void {
  for (const [set, places] of Object.entries(other))
    for (const [place, figures] of Object.entries(places))
      for (const [value, lines] of Object.entries(figures[figure] ?? {}))
        add(counts, [set, place, figure, value], lines);
}
