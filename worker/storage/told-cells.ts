/** What publications tell of cells and what they do not: read and written a few periods at a time. */
import { and, eq, gt, inArray, isNotNull, lt, or, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import {
  cells,
  periodsToTell,
  publications,
  publishedCells,
  rollupSteps,
  toldCells,
  toldPeriods,
} from '../../db/schema.ts';
import type { PeriodCell, ToldCell } from '../domain/statistics/told-cells.ts';
import { inOneStep, inPieces } from './one-step.ts';
import type { Publication } from './publications.ts';
import type { RollupStep } from './rollup-queue.ts';

/** A period of a partition's cells, in all hours. */
export interface SlicePeriod {
  period: string;
  slice: string;
}

/** Slices of all hours: what is told of the others goes by them. */
const IN_ALL_HOURS = sql.raw(`like '% any'`);

/** Days, months and rolling windows, and quarters, that any cell or publication has. */
export async function knownPeriods(database: D1Database): Promise<SlicePeriod[]> {
  const db = drizzle(database);
  const [ofCells, told] = await db.batch([
    db
      .selectDistinct({ period: cells.period, slice: cells.slice })
      .from(cells)
      .where(sql`${cells.slice} ${IN_ALL_HOURS}`),
    db.selectDistinct({ period: toldPeriods.period, slice: toldPeriods.slice }).from(toldPeriods),
  ]);
  return [...ofCells, ...told];
}

/** Periods of which something was told before. */
export function toldBefore(database: D1Database): Promise<SlicePeriod[]> {
  return drizzle(database)
    .selectDistinct({ period: toldPeriods.period, slice: toldPeriods.slice })
    .from(toldPeriods);
}

/**
 * Periods whose cells a publication under way has otherwise than the last that ended: published anew, or of more or fewer lines
 * though not.
 */
export async function changedPeriods(
  database: D1Database,
  ended: Publication | null,
): Promise<{ published: SlicePeriod[]; counted: SlicePeriod[] }> {
  const db = drizzle(database);
  const [published, counted] = await db.batch([
    db
      .selectDistinct({ period: publishedCells.period, slice: publishedCells.slice })
      .from(publishedCells)
      .where(
        and(gt(publishedCells.publication, ended?.atMs ?? -1), sql`${publishedCells.slice} ${IN_ALL_HOURS}`),
      ),
    db.selectDistinct({ period: cells.period, slice: cells.slice }).from(cells).where(isCountedOtherwise()),
  ]);
  return { published, counted };
}

/** As the index over them has it. */
function isCountedOtherwise() {
  return sql`lines <> counted_lines and substr(slice, -4) = ' any'`;
}

/**
 * All cells of a publication are published: counts of lines are held as they are now, and what is told of these periods is to
 * be worked out.
 *
 * @returns false when another step came before.
 */
export function commitCellsEnded(
  database: D1Database,
  next: RollupStep,
  atMs: number,
  periods: readonly SlicePeriod[],
  nowMs: number,
): Promise<boolean> {
  const db = drizzle(database);
  return inOneStep(database, [
    db.insert(rollupSteps).values({ ...next, atMs, lines: 0 }),
    ...inPieces(periods.map(({ period, slice }) => [period, slice])).map(
      (piece) => sql`insert into ${periodsToTell} (period, slice)
        select value ->> 0, value ->> 1 from json_each(${piece}) where true
        on conflict (period, slice) do nothing`,
    ),
    db.update(cells).set({ countedLines: sql`lines` }).where(isCountedOtherwise()),
    db.update(publications).set({ cellsEndedAtMs: nowMs }).where(eq(publications.atMs, atMs)),
    db.delete(rollupSteps).where(lt(rollupSteps.step, next.step)),
  ]);
}

/** Some periods of one slice that wait to be told, days last. */
export async function somePeriodsToTell(database: D1Database, limit: number): Promise<SlicePeriod[]> {
  const found = await drizzle(database)
    .select({ period: periodsToTell.period, slice: periodsToTell.slice })
    .from(periodsToTell)
    .orderBy(sql`length(${periodsToTell.period})`, periodsToTell.slice, periodsToTell.period)
    .limit(limit);
  return found.filter(({ slice }) => slice === found[0]?.slice);
}

/** Cells of some sets and periods as they are published, and the lines that all had at the end of the last publication. */
export function cellsOfPeriods(
  database: D1Database,
  wanted: { groupingSets: readonly string[]; periods: readonly string[]; slice: string },
): Promise<PeriodCell[]> {
  return drizzle(database)
    .select({
      groupingSet: cells.groupingSet,
      period: cells.period,
      place: cells.place,
      lines: cells.countedLines,
      publishedLines: cells.publishedLines,
      publishedResults: cells.publishedResults,
    })
    .from(cells)
    .where(
      and(
        inArray(cells.groupingSet, valuesOf(wanted.groupingSets)),
        inArray(cells.period, valuesOf(wanted.periods)),
        eq(cells.slice, wanted.slice),
        // What came since is not there yet.
        or(gt(cells.countedLines, 0), isNotNull(cells.publishedLines)),
      ),
    )
    .orderBy(cells.groupingSet, cells.period, cells.place);
}

/** What is told of a cell, as a `ToldCell` has it. */
export const TOLD_COLUMNS = {
  groupingSet: toldCells.groupingSet,
  period: toldCells.period,
  place: toldCells.place,
  lines: toldCells.lines,
  publishedLines: toldCells.publishedLines,
  publishedResults: toldCells.publishedResults,
  hidden: toldCells.hidden,
};

/** What was told of some periods last, be it by a publication under way, in the order of sets and places. */
export function lastToldOf(
  database: D1Database,
  { periods, slice }: { periods: readonly string[]; slice: string },
): Promise<ToldCell[]> {
  return drizzle(database)
    .select(TOLD_COLUMNS)
    .from(toldCells)
    .where(
      and(
        inArray(toldCells.period, valuesOf(periods)),
        eq(toldCells.slice, slice),
        sql`${toldCells.publication} = (select max(last.publication) from ${toldPeriods} as last
          where last.period = ${toldCells.period} and last.slice = ${toldCells.slice})`,
      ),
    )
    .orderBy(toldCells.period, toldCells.groupingSet, toldCells.place);
}

/**
 * What a publication tells of some periods; periods of which nothing else is told than before are only done with.
 *
 * @returns false when another step came before.
 */
export function commitTold(
  database: D1Database,
  next: RollupStep,
  atMs: number,
  told: readonly (SlicePeriod & { cells: readonly ToldCell[] | null })[],
): Promise<boolean> {
  const db = drizzle(database);
  const anew = told.filter((each) => each.cells !== null);
  const keys = (periods: readonly SlicePeriod[]) =>
    JSON.stringify(periods.map(({ period, slice }) => [period, slice]));
  const among = (periods: readonly SlicePeriod[]) =>
    sql`(period, slice) in (select value ->> 0, value ->> 1 from json_each(${keys(periods)}))`;
  return inOneStep(database, [
    db.insert(rollupSteps).values({ ...next, atMs, lines: 0 }),
    sql`delete from ${toldCells} where publication = ${atMs} and ${among(anew)}`,
    ...inPieces(
      anew.flatMap(({ slice, cells: rows }) =>
        (rows ?? []).map((cell) => [
          cell.period,
          slice,
          atMs,
          cell.groupingSet,
          cell.place,
          cell.lines,
          cell.publishedLines,
          cell.publishedResults,
          cell.hidden,
        ]),
      ),
    ).map(
      (piece) => sql`insert into ${toldCells}
        (period, slice, publication, grouping_set, place, lines, published_lines, published_results, hidden)
        select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
          value ->> 8
        from json_each(${piece})`,
    ),
    sql`insert into ${toldPeriods} (period, slice, publication)
      select value ->> 0, value ->> 1, ${atMs} from json_each(${keys(anew)}) where true
      on conflict (period, slice, publication) do nothing`,
    sql`delete from ${periodsToTell} where ${among(told)}`,
    db.delete(rollupSteps).where(lt(rollupSteps.step, next.step)),
  ]);
}

function valuesOf(values: readonly (string | number)[]) {
  return sql`(select value from json_each(${JSON.stringify(values)}))`;
}
