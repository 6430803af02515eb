import { FIGURE_NAMES, type PeriodFigures } from '../../../measurement-agent/protocol/figures.ts';
import { METHOD_VERSION } from '../../../measurement-agent/protocol/spec.ts';
import type { Dimension } from '../../../measurement-agent/protocol/statistics.ts';
import type { Counts } from '../../../web/pages/names.ts';
import type { CellFigures } from '../../../web/pages/period-figures.tsx';
import { periodFigures } from '../../domain/cell-figures.ts';
import type { Directory } from '../../domain/directory.ts';
import { cellAnswer } from '../../domain/statistics/cell-answer.ts';
import { rollingPeriod, sliceOf, valuesOf } from '../../domain/statistics/cell-key.ts';
import { groupingSetOf, ROLLING_DAYS } from '../../domain/statistics/grouping-sets.ts';
import { summarisedCells } from '../../domain/statistics/published-cells.ts';
import { partitionOf, type Shown } from '../../domain/statistics/question.ts';
import { toldCount } from '../../domain/statistics/suppression.ts';
import { countedCells, publishedSummaries } from '../../storage/cells.ts';
import { lastPublication } from '../../storage/publications.ts';
import { cellsAndHidden } from '../hidden-cells.ts';

/** Figures of an ISP or a region over the periods that pages show. */
export async function cellContent(
  database: D1Database,
  directory: Directory,
  dimension: Dimension,
  value: string,
  shown: Pick<Shown, 'synthetic'>,
): Promise<CellFigures> {
  const [periods, published] = await Promise.all([
    Promise.all(ROLLING_DAYS.map((days) => figuresOf(database, directory, dimension, value, days, shown))),
    lastPublication(database),
  ]);
  return {
    periods,
    methodVersion: METHOD_VERSION,
    updatedAt: published === null ? null : new Date(published.atMs).toISOString(),
  };
}

async function figuresOf(
  database: D1Database,
  directory: Directory,
  dimension: Dimension,
  value: string,
  days: PeriodFigures['days'],
  shown: Pick<Shown, 'synthetic'>,
): Promise<PeriodFigures> {
  const set = groupingSetOf([dimension]);
  if (set === null) return periodFigures(days, null);
  const partition = partitionOf(undefined, shown);
  const any = sliceOf(partition, 'any');
  const period = rollingPeriod(days);
  const { counted, hidden } = await cellsAndHidden(database, set, [period], any, {
    directory,
    // Rolling windows hold each other on any day.
    asOf: 0,
  });
  // An ISP of several countries is shown where most of its lines are.
  const [largest] = counted
    .filter(({ place }) => valuesOf(place)[set.dimensions.indexOf(dimension)] === value)
    .toSorted((a, b) => b.lines - a.lines);
  if (largest === undefined) return periodFigures(days, null);
  const rows = await publishedSummaries(database, {
    groupingSet: set.name,
    periods: [period],
    slices: [any],
    places: [largest.place],
  });
  const [cell] = summarisedCells(rows, partition, set.dimensions);
  return periodFigures(
    days,
    cell === undefined ? null : cellAnswer(cell, hidden.get(largest.place) ?? null, FIGURE_NAMES),
  );
}

/** Counts of every value of a dimension, by its value: what lists show. */
export async function countsBy(
  database: D1Database,
  dimension: Dimension,
  days: PeriodFigures['days'],
  shown: Pick<Shown, 'synthetic'>,
): Promise<Map<string, Counts>> {
  const set = groupingSetOf([dimension]);
  const counts = new Map<string, Counts>();
  if (set === null) return counts;
  const any = sliceOf(partitionOf(undefined, shown), 'any');
  for (const cell of await countedCells(database, set.name, [rollingPeriod(days)], any)) {
    const value = valuesOf(cell.place)[set.dimensions.indexOf(dimension)] ?? '';
    const known = counts.get(value);
    const lines = toldCount(cell.publishedLines ?? 0);
    if (known === undefined || (lines ?? 0) > (known.lines ?? 0))
      counts.set(value, { lines, results: toldCount(cell.publishedResults ?? 0) });
  }
  return counts;
}
