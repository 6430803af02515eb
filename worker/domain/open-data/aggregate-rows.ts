import { METRICS, QUANTILES, SHOWN_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import type { Month } from '../month.ts';
import type { Partition } from '../statistics/cell-key.ts';
import { placeOf, valuesOf } from '../statistics/cell-key.ts';
import { atRank, type Distribution, quantileOf } from '../statistics/distribution.ts';
import { rankInterval } from '../statistics/rank-interval.ts';
import { CELL_SETS, type CellCounts, setName } from './cell-counts.ts';
import { AGGREGATE_COLUMNS, QUANTILE_COLUMNS, unitOf } from './columns.ts';
import type { CellValue, TableRow } from './open-row.ts';

/** Digits of a quantile: all that means of four-digit figures can have, and fewer than arithmetic of doubles blurs. */
const DIGITS = 10;

/** Rows in the order that the file has them: by set, place and figure. */
export function inOrder(rows: readonly TableRow[]): TableRow[] {
  const column = (name: string) => AGGREGATE_COLUMNS.findIndex((each) => each.name === name);
  const [setAt, cohortAt, figureAt] = [column('cellSet'), column('cohort'), column('figure')];
  const sets = CELL_SETS.map((dimensions, index) => ({
    name: setName(dimensions),
    index,
    places: dimensions.map(column),
  }));
  const order = rows.map((row) => {
    const set = sets.find(({ name }) => name === row[setAt]);
    const place = placeOf([cohortAt, ...(set?.places ?? [])].map((at) => String(row[at])));
    return {
      row,
      set: set?.index ?? 0,
      place,
      figure: METRICS.findIndex((metric) => metric === row[figureAt]),
    };
  });
  return order
    .toSorted(
      (a, b) => a.set - b.set || (a.place < b.place ? -1 : Number(a.place > b.place)) || a.figure - b.figure,
    )
    .map(({ row }) => row);
}

/** The rows of the aggregates: a cell and a figure each, from as many lines on as are ever shown. */
export function aggregateRows(
  counts: CellCounts,
  { month, profile, partition }: { month: Month; profile: string; partition: Omit<Partition, 'cohort'> },
): TableRow[] {
  return CELL_SETS.flatMap((dimensions) => {
    const set = setName(dimensions);
    const places = Object.entries(counts[set] ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return places.flatMap(([place, figures]) => {
      const [cohort = '', ...values] = valuesOf(place);
      const about: Record<string, CellValue> = { month, ...partition, profile, cohort, cellSet: set };
      for (const [index, dimension] of dimensions.entries()) about[dimension] = values[index] ?? null;
      return METRICS.flatMap((figure) => {
        const distribution = distributionOf(figures[figure] ?? {});
        if (distribution.lines < SHOWN_FROM_LINES) return [];
        const row: Record<string, CellValue> = {
          ...about,
          figure,
          unit: unitOf(figure),
          lines: distribution.lines,
          ...quantilesOf(distribution),
        };
        return [AGGREGATE_COLUMNS.map(({ name }) => row[name] ?? null)];
      });
    });
  });
}

function quantilesOf(distribution: Distribution): Record<string, CellValue> {
  const ranks = rankInterval(distribution.lines, 0.5);
  return {
    ...Object.fromEntries(
      QUANTILES.map((q, index) => [QUANTILE_COLUMNS[index], told(quantileOf(distribution, q))]),
    ),
    p50LowRank: ranks?.low ?? null,
    p50HighRank: ranks?.high ?? null,
    p50Low: ranks && told(atRank(distribution, ranks.low)),
    p50High: ranks && told(atRank(distribution, ranks.high)),
  };
}

function told(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(DIGITS));
}

function distributionOf(counts: Record<string, number>): Distribution {
  const entries = Object.entries(counts)
    .map(([value, lines]) => [Number(value), lines] as const)
    .toSorted(([a], [b]) => a - b);
  let lines = 0;
  const cumulative = entries.map(([, count]) => {
    lines += count;
    return lines;
  });
  return { values: entries.map(([value]) => value), cumulative, lines };
}
