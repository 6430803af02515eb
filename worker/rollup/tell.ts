import { isDay } from '../domain/statistics/grouping-sets.ts';
import type { HiddenBy } from '../domain/statistics/hidden-cells.ts';
import { quarterOf } from '../domain/statistics/period.ts';
import {
  countsByPeriod,
  dependentPeriods,
  movedPeriods,
  neededToTell,
  type ToldCell,
  toldCells,
} from '../domain/statistics/told-cells.ts';
import { readDirectory } from '../storage/directory.ts';
import type { Publication } from '../storage/publications.ts';
import type { RollupStep } from '../storage/rollup-queue.ts';
import {
  cellsOfPeriods,
  changedPeriods,
  commitCellsEnded,
  commitTold,
  knownPeriods,
  lastToldOf,
  type SlicePeriod,
  somePeriodsToTell,
  toldBefore,
} from '../storage/told-cells.ts';

/** Periods a step: some 16,000 cells, as few sets are kept of days. */
const DAYS_A_STEP = 100;
const OTHERS_A_STEP = 4;

/** Ends the first half of a publication: which periods may now be told otherwise than by the last. */
export async function endCells(
  database: D1Database,
  next: RollupStep,
  publication: Publication,
  ended: Publication | null,
): Promise<void> {
  const periods = await periodsToTell(database, publication, ended);
  await commitCellsEnded(database, next, publication.atMs, periods, Date.now());
}

/** Those in which cells changed, those that are compared with such, and those that are compared with others since rolling windows moved. */
async function periodsToTell(
  database: D1Database,
  publication: Publication,
  ended: Publication | null,
): Promise<SlicePeriod[]> {
  if (ended === null) return withQuarters(await knownPeriods(database));
  const [{ published, counted }, before] = await Promise.all([
    changedPeriods(database, ended),
    toldBefore(database),
  ]);
  const publishedIn = Map.groupBy(published, ({ slice }) => slice);
  const dependent = [...Map.groupBy(before, ({ slice }) => slice)].flatMap(([slice, of]) => {
    const periods = of.map(({ period }) => period);
    const changed = new Set(publishedIn.get(slice)?.map(({ period }) => period));
    return [
      ...dependentPeriods(periods, changed, publication),
      ...movedPeriods(periods, ended, publication),
    ].map((period) => ({ period, slice }));
  });
  return withQuarters([...published, ...counted, ...dependent]);
}

/** These periods, and the quarters of those that are months. */
export function withQuarters(periods: readonly SlicePeriod[]): SlicePeriod[] {
  return periods.flatMap(({ period, slice }) => {
    const quarter = quarterOf(period);
    return quarter === null
      ? [{ period, slice }]
      : [
          { period, slice },
          { period: quarter, slice },
        ];
  });
}

/**
 * Works out what is told of some periods that wait for it.
 *
 * @returns false when none does.
 */
export async function tellSome(
  database: D1Database,
  next: RollupStep,
  publication: Publication,
): Promise<boolean> {
  const waiting = await somePeriodsToTell(database, DAYS_A_STEP);
  const [first] = waiting;
  if (first === undefined) return false;
  const [periods = []] = inSteps(waiting.map(({ period }) => period));
  const by = { directory: await readDirectory(database, Date.now()), asOf: publication.asOf };
  const [told, before] = await Promise.all([
    toldNow(database, periods, first.slice, by),
    lastToldOf(database, { periods, slice: first.slice }),
  ]);
  const beforeOf = Map.groupBy(before, ({ period }) => period);
  await commitTold(
    database,
    next,
    publication.atMs,
    told.map(({ period, cells }) => ({
      period,
      slice: first.slice,
      cells: isSame(cells, beforeOf.get(period) ?? []) ? null : cells,
    })),
  );
  return true;
}

/** What is to be told of some periods of a slice, by all that is published. */
export async function toldNow(
  database: D1Database,
  periods: readonly string[],
  slice: string,
  by: HiddenBy,
): Promise<{ period: string; cells: ToldCell[] }[]> {
  const cells = await cellsOfPeriods(database, { ...neededToTell(periods, by), slice });
  const countsOf = countsByPeriod(cells);
  return periods.map((period) => ({ period, cells: toldCells(period, countsOf, by) }));
}

/** Periods, days last, parted into as many as a step takes. */
export function inSteps(periods: readonly string[]): string[][] {
  const { days = [], others = [] } = Object.groupBy(periods, (period) => (isDay(period) ? 'days' : 'others'));
  const parts = (of: readonly string[], size: number) =>
    Array.from({ length: Math.ceil(of.length / size) }, (_, index) =>
      of.slice(index * size, (index + 1) * size),
    );
  return [...parts(others, OTHERS_A_STEP), ...parts(days, DAYS_A_STEP)];
}

/** Whether the same is told, in whatever order. */
function isSame(a: readonly ToldCell[], b: readonly ToldCell[]): boolean {
  if (a.length !== b.length) return false;
  const texts = new Set(a.map((cell) => toldText(cell)));
  return b.every((cell) => texts.has(toldText(cell)));
}

/** All that is told of a cell, as text. */
export function toldText({
  groupingSet,
  period,
  place,
  lines,
  publishedLines,
  publishedResults,
  hidden,
}: ToldCell): string {
  return JSON.stringify([groupingSet, period, place, lines, publishedLines, publishedResults, hidden]);
}
