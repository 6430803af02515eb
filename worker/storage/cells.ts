/** Rollups, as they are published. */
import { and, eq, gt, inArray, isNotNull, or, type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { cells } from '../../db/schema.ts';
import { FIGURES, type Figure } from '../../measurement-agent/protocol/statistics.ts';
import type { CellKey } from '../domain/statistics/cell-key.ts';
import type { PeriodCell } from '../domain/statistics/hidden-cells.ts';
import type { CountedCell } from '../domain/statistics/suppression.ts';

/** All cells in the order of their rows, after one of them; 0 begins. Counts are those of now, sums the published ones. */
export function allCellsFrom(
  database: D1Database,
  after: number,
  limit: number,
): Promise<(CellKey & { sums: string | null; lines: number; results: number; rowid: number })[]> {
  return drizzle(database)
    .select({
      rowid: sql<number>`${cells}.rowid`,
      groupingSet: cells.groupingSet,
      period: cells.period,
      slice: cells.slice,
      place: cells.place,
      lines: cells.lines,
      results: cells.results,
      sums: cells.sums,
    })
    .from(cells)
    .where(sql`${cells}.rowid > ${after}`)
    .orderBy(sql`${cells}.rowid`)
    .limit(limit);
}

/**
 * Lines of every cell of a set in some periods of one slice, all as they were at the last publication: what suppression goes
 * by. Counts of now would hide a cell, or bare it, while figures are still those of the publication.
 */
export function countedCells(
  database: D1Database,
  groupingSet: string,
  periods: readonly string[],
  slice: string,
): Promise<(CountedCell & { publishedResults: number | null })[]> {
  return drizzle(database)
    .select({
      place: cells.place,
      // Over the months of a quarter a line counts once a month, as everywhere.
      lines: sql<number>`sum(${cells.countedLines})`,
      publishedLines: sql<number | null>`sum(${cells.publishedLines})`,
      publishedResults: sql<number | null>`sum(${cells.publishedResults})`,
    })
    .from(cells)
    .where(
      and(
        eq(cells.groupingSet, groupingSet),
        inArray(cells.period, [...periods]),
        eq(cells.slice, slice),
        // What came since is not there yet.
        or(gt(cells.countedLines, 0), isNotNull(cells.publishedLines)),
      ),
    )
    .groupBy(cells.place)
    .orderBy(cells.place);
}

/** The same of some sets and periods, each cell on its own. */
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
        inArray(
          cells.groupingSet,
          sql`(select value from json_each(${JSON.stringify(wanted.groupingSets)}))`,
        ),
        inArray(cells.period, sql`(select value from json_each(${JSON.stringify(wanted.periods)}))`),
        eq(cells.slice, wanted.slice),
        or(gt(cells.countedLines, 0), isNotNull(cells.publishedLines)),
      ),
    );
}

/** Rows of a set that are published. */
interface Wanted {
  groupingSet: string;
  periods: readonly string[];
  slices: readonly string[];
  places: readonly string[];
}

function isWanted({ groupingSet, periods, slices, places }: Wanted) {
  return and(
    eq(cells.groupingSet, groupingSet),
    inArray(cells.period, sql`(select value from json_each(${JSON.stringify(periods)}))`),
    inArray(cells.slice, sql`(select value from json_each(${JSON.stringify(slices)}))`),
    inArray(cells.place, sql`(select value from json_each(${JSON.stringify(places)}))`),
    isNotNull(cells.publishedLines),
  );
}

/**
 * Sums of published cells.
 *
 * @param figures The figures that are needed; a large cell is read in a tenth of the time for one of them.
 */
export async function publishedCells(
  database: D1Database,
  wanted: Wanted,
  figures: readonly Figure[] = FIGURES,
): Promise<(CellKey & { sums: string; publishedAtMs: number | null })[]> {
  const found = await drizzle(database)
    .select({
      groupingSet: cells.groupingSet,
      period: cells.period,
      slice: cells.slice,
      place: cells.place,
      sums: partsOf(figures),
      publishedAtMs: cells.publishedAtMs,
    })
    .from(cells)
    .where(isWanted(wanted))
    .orderBy(cells.place, cells.period);
  return found.flatMap(({ sums, ...cell }) => (sums === null ? [] : [{ ...cell, sums }]));
}

/** What is told of published cells. */
export async function publishedSummaries(
  database: D1Database,
  wanted: Wanted,
): Promise<
  { period: string; slice: string; place: string; summary: string; publishedAtMs: number | null }[]
> {
  const found = await drizzle(database)
    .select({
      period: cells.period,
      slice: cells.slice,
      place: cells.place,
      summary: cells.summary,
      publishedAtMs: cells.publishedAtMs,
    })
    .from(cells)
    .where(isWanted(wanted))
    .orderBy(cells.place, cells.period);
  return found.flatMap(({ summary, ...cell }) => (summary === null ? [] : [{ ...cell, summary }]));
}

/** The code of sums without the parts of other figures (cell-code.ts). */
function partsOf(figures: readonly Figure[]): SQL<string | null> {
  if (figures.length === FIGURES.length) return sql`${cells.sums}`;
  const parts = FIGURES.map((figure, index) =>
    figures.includes(figure) ? sql`${cells.sums} ->> ${sql.raw(String(index + 1))}` : sql`''`,
  );
  return sql`json_array(${cells.sums} ->> 0, ${sql.join(parts, sql`, `)})`;
}

/** Places of some ISPs in a set whose first dimension is the ISP. */
export async function placesOfIsps(
  database: D1Database,
  groupingSet: string,
  periods: readonly string[],
  isps: readonly string[],
): Promise<string[]> {
  const found = await drizzle(database)
    .selectDistinct({ place: cells.place })
    .from(cells)
    .where(
      and(
        eq(cells.groupingSet, groupingSet),
        inArray(cells.period, [...periods]),
        or(...isps.map((isp) => sql`substr(${cells.place}, 1, ${isp.length + 1}) = ${`${isp}|`}`)),
      ),
    );
  return found.map(({ place }) => place);
}
