import type { GroupingSet } from '../domain/statistics/grouping-sets.ts';
import { type HiddenBy, hiddenCells, neededFor } from '../domain/statistics/hidden-cells.ts';
import type { Suppression } from '../domain/statistics/suppression.ts';
import { cellsOfPeriods } from '../storage/cells.ts';

/** The cells of a set in some periods taken together, and those of them that are not told. */
export async function cellsAndHidden(
  database: D1Database,
  set: GroupingSet,
  periods: readonly string[],
  slice: string,
  by: HiddenBy,
): Promise<ReturnType<typeof hiddenCells>> {
  const needed = neededFor(set, periods, by);
  return hiddenCells(set, periods, await cellsOfPeriods(database, { ...needed, slice }), by);
}

/** Places that are not told in each of some days or months, by period. */
export async function hiddenByPeriod(
  database: D1Database,
  set: GroupingSet,
  periods: readonly string[],
  slice: string,
  by: HiddenBy,
): Promise<Map<string, ReadonlyMap<string, Suppression>>> {
  const needed = periods.map((period) => neededFor(set, [period], by));
  const cells = await cellsOfPeriods(database, {
    groupingSets: needed[0]?.groupingSets ?? [],
    periods: [...new Set(needed.flatMap((each) => each.periods))],
    slice,
  });
  const byPeriod = Map.groupBy(cells, ({ period }) => period);
  return new Map(
    periods.map((period, index) => {
      const own = (needed[index]?.periods ?? []).flatMap((each) => byPeriod.get(each) ?? []);
      return [period, hiddenCells(set, [period], own, by).hidden];
    }),
  );
}
