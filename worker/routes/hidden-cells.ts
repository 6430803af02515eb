import type { Directory } from '../domain/directory.ts';
import { valuesOf } from '../domain/statistics/cell-key.ts';
import type { GroupingSet } from '../domain/statistics/grouping-sets.ts';
import { nestedPeriods, tooNear } from '../domain/statistics/nested-periods.ts';
import {
  type CountedCell,
  type Suppression,
  suppressed,
  type Wholes,
} from '../domain/statistics/suppression.ts';
import { regionalWholes } from '../domain/statistics/wholes.ts';
import { countedCells, countedCellsByPeriod } from '../storage/cells.ts';

type Counted = Awaited<ReturnType<typeof countedCells>>;

/** What suppression goes by besides counts. */
export interface HiddenBy {
  directory: Directory;
  /** The last day of rolling windows, days since the epoch. */
  asOf: number;
}

/** Which set counts the wholes of a set: they have lines, too, whose prefecture or ISP nobody knows. */
const SET_OF_WHOLES = new Map([
  ['subdivision', 'country'],
  ['isp', 'country'],
  ['isp-subdivision', 'isp'],
]);

/**
 * The cells of a set in a period, and those of them that are not told.
 *
 * @param periods Those that make it up, added up.
 */
export async function hiddenCells(
  database: D1Database,
  set: GroupingSet,
  periods: readonly string[],
  slice: string,
  { directory, asOf }: HiddenBy,
): Promise<{ counted: Counted; hidden: Map<string, Suppression> }> {
  const setOfWholes = SET_OF_WHOLES.get(set.name);
  const [counted, larger, inNested] = await Promise.all([
    countedCells(database, set.name, periods, slice),
    setOfWholes === undefined ? [] : countedCells(database, setOfWholes, periods, slice),
    countedCellsByPeriod(database, set.name, nestedPeriods(periods, set, asOf), slice),
  ]);
  const hidden = suppressed(counted, wholesOf(set, larger, directory), tooNear(counted, inNested));
  return { counted, hidden };
}

/** Places that are not told in each of some days or months, by period. */
export async function hiddenByPeriod(
  database: D1Database,
  set: GroupingSet,
  periods: readonly string[],
  slice: string,
  { directory, asOf }: HiddenBy,
): Promise<Map<string, ReadonlyMap<string, Suppression>>> {
  const setOfWholes = SET_OF_WHOLES.get(set.name);
  const nested = new Map(periods.map((period) => [period, nestedPeriods([period], set, asOf)]));
  const needed = new Set([...periods, ...[...nested.values()].flat()]);
  const [counted, larger] = await Promise.all([
    countedCellsByPeriod(database, set.name, [...needed], slice),
    setOfWholes === undefined ? [] : countedCellsByPeriod(database, setOfWholes, periods, slice),
  ]);
  const cellsIn = Map.groupBy(counted, ({ period }) => period);
  const largerIn = Map.groupBy(larger, ({ period }) => period);
  return new Map(
    periods.map((period) => {
      const cells = cellsIn.get(period) ?? [];
      const inNested = (nested.get(period) ?? []).flatMap((other) => cellsIn.get(other) ?? []);
      const wholes = wholesOf(set, largerIn.get(period) ?? [], directory);
      return [period, suppressed(cells, wholes, tooNear(cells, inNested))];
    }),
  );
}

function wholesOf(set: GroupingSet, larger: readonly CountedCell[], directory: Directory): Wholes {
  return {
    // Of an ISP by country that is all the country's lines; of other sets it is by region.
    of:
      set.name === 'isp' ? (place) => [valuesOf(place)[1] ?? ''] : regionalWholes(set.dimensions, directory),
    lines: new Map(larger.map(({ place, lines }) => [place, lines])),
  };
}
