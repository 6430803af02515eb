import { type Metric, QUANTILES, SHOWN_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import type { Month } from '../month.ts';
import type { Partition } from '../statistics/cell-key.ts';
import { valuesOf } from '../statistics/cell-key.ts';
import { atRank, type Distribution, quantileOf } from '../statistics/distribution.ts';
import { rankInterval } from '../statistics/rank-interval.ts';
import { type CELL_SETS, type CellCounts, setName } from './cell-counts.ts';
import { AGGREGATE_COLUMNS, QUANTILE_COLUMNS, unitOf } from './columns.ts';
import type { CellValue, TableRow } from './table-row.ts';

/** Digits of a quantile: all that means of four-digit figures can have, and fewer than arithmetic of doubles blurs. */
const DIGITS = 10;

/** The cells of a set, and what is told of one figure of each, from as many lines on as are ever shown. */
export function aggregateRows(
  counts: CellCounts,
  dimensions: (typeof CELL_SETS)[number],
  figure: Metric,
  { month, profile, partition }: { month: Month; profile: string; partition: Omit<Partition, 'cohort'> },
): { place: string; row: TableRow }[] {
  const set = setName(dimensions);
  return Object.entries(counts[set] ?? {}).flatMap(([place, figures]) => {
    const distribution = distributionOf(figures[figure] ?? {});
    if (distribution.lines < SHOWN_FROM_LINES) return [];
    const [cohort = '', ...values] = valuesOf(place);
    const row: Record<string, CellValue> = {
      month,
      ...partition,
      profile,
      cohort,
      cellSet: set,
      ...Object.fromEntries(dimensions.map((dimension, index) => [dimension, values[index] ?? null])),
      figure,
      unit: unitOf(figure),
      lines: distribution.lines,
      ...quantilesOf(distribution),
    };
    return [{ place, row: AGGREGATE_COLUMNS.map(({ name }) => row[name] ?? null) }];
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
