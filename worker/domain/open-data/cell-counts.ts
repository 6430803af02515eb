import { ascending, quantile } from '../../../measurement-agent/metrics/quantile.ts';
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

/** Counts a line, by its rows as they stand in the file and by nothing else, so that whoever has the file counts the same. */
export function countLine(counts: CellCounts, rows: readonly TableRow[]): void {
  for (const dimensions of CELL_SETS) {
    const places = Map.groupBy(rows, (row) => {
      const values = ['cohort', ...dimensions].map((name) => valueOf(row, name));
      return values.includes(null) ? null : placeOf(values.map(String));
    });
    for (const [place, among] of places) {
      if (place === null) continue;
      for (const metric of METRICS) {
        const value = medianOfDays(among, metric);
        if (value !== null) add(counts, [setName(dimensions), place, metric, String(value)], 1);
      }
    }
  }
}

/** The line's median of its days, each with the median of its tests; null where no row has the figure. */
function medianOfDays(rows: readonly TableRow[], metric: string): number | null {
  const days = Map.groupBy(
    rows.filter((row) => valueOf(row, metric) !== null),
    (row) => valueOf(row, 'lineDay'),
  );
  const medians = [...days.values()].map((tests) => median(tests.map((row) => Number(valueOf(row, metric)))));
  return medians.length === 0 ? null : median(medians);
}

function median(values: readonly number[]): number {
  return quantile(ascending(values), 0.5) ?? Number.NaN;
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
