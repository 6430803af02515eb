/** Rollups: reading some, and publishing those that changed enough. */
import { and, eq, inArray, isNotNull, or, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { cells, publications } from '../../db/schema.ts';
import type { CellKey } from '../domain/statistics/cell-key.ts';
import type { CountedCell } from '../domain/statistics/suppression.ts';

/** Keys asked for in one statement: D1 takes 2 MB a value, and answers what fits a Worker's memory. */
const KEYS_A_STATEMENT = 2_000;

/** A key and the code of its cell's sums. */
export type StoredCell = CellKey & { sums: string };

/** The cells of these keys, as they are now; those that there are not are left out. */
export async function cellsOf(database: D1Database, keys: readonly CellKey[]): Promise<StoredCell[]> {
  const db = drizzle(database);
  const found: StoredCell[] = [];
  for (let at = 0; at < keys.length; at += KEYS_A_STATEMENT) {
    const some = keys
      .slice(at, at + KEYS_A_STATEMENT)
      .map(({ groupingSet, period, slice, place }) => [groupingSet, period, slice, place]);
    found.push(
      ...(await db
        .select({
          groupingSet: cells.groupingSet,
          period: cells.period,
          slice: cells.slice,
          place: cells.place,
          sums: cells.sums,
        })
        .from(sql`json_each(${JSON.stringify(some)}) as named`)
        .innerJoin(
          cells,
          sql`${cells.groupingSet} = named.value ->> 0 and ${cells.period} = named.value ->> 1
            and ${cells.slice} = named.value ->> 2 and ${cells.place} = named.value ->> 3`,
        )),
    );
  }
  return found;
}

/**
 * Publishes cells in which at least ten lines changed since they were: the difference between two publications is then of
 * ten lines, too. A cell that has fewer is published as nothing.
 */
export async function publishCells(database: D1Database, asOf: number, atMs: number): Promise<void> {
  const db = drizzle(database);
  await db.batch([
    db
      .update(cells)
      .set({
        publishedSums: sql`case when ${cells.lines} >= 10 then ${cells.sums} end`,
        publishedLines: sql`case when ${cells.lines} >= 10 then ${cells.lines} end`,
        publishedResults: sql`case when ${cells.lines} >= 10 then ${cells.results} end`,
        publishedAtMs: atMs,
        changedLines: 0,
      })
      .where(sql`changed_lines >= 10`),
    db.delete(publications),
    db.insert(publications).values({ atMs, asOf }),
  ]);
}

/** All cells in the order of their rows, after one of them; 0 begins. */
export function allCellsFrom(
  database: D1Database,
  after: number,
  limit: number,
): Promise<(StoredCell & { rowid: number })[]> {
  return drizzle(database)
    .select({
      rowid: sql<number>`${cells}.rowid`,
      groupingSet: cells.groupingSet,
      period: cells.period,
      slice: cells.slice,
      place: cells.place,
      sums: cells.sums,
    })
    .from(cells)
    .where(sql`${cells}.rowid > ${after}`)
    .orderBy(sql`${cells}.rowid`)
    .limit(limit);
}

/** Lines of every cell of a set in some periods of one slice: what suppression goes by. */
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
      lines: sql<number>`sum(${cells.lines})`,
      publishedLines: sql<number | null>`sum(${cells.publishedLines})`,
      publishedResults: sql<number | null>`sum(${cells.publishedResults})`,
    })
    .from(cells)
    .where(
      and(eq(cells.groupingSet, groupingSet), inArray(cells.period, [...periods]), eq(cells.slice, slice)),
    )
    .groupBy(cells.place)
    .orderBy(cells.place);
}

/** What is published of some places; null stands for all of the set. */
export async function publishedCells(
  database: D1Database,
  groupingSet: string,
  periods: readonly string[],
  slices: readonly string[],
  places: readonly string[] | null,
): Promise<(CellKey & { sums: string; publishedAtMs: number | null })[]> {
  const found = await drizzle(database)
    .select({
      groupingSet: cells.groupingSet,
      period: cells.period,
      slice: cells.slice,
      place: cells.place,
      sums: cells.publishedSums,
      publishedAtMs: cells.publishedAtMs,
    })
    .from(cells)
    .where(
      and(
        eq(cells.groupingSet, groupingSet),
        inArray(cells.period, sql`(select value from json_each(${JSON.stringify(periods)}))`),
        inArray(cells.slice, sql`(select value from json_each(${JSON.stringify(slices)}))`),
        places === null
          ? undefined
          : inArray(cells.place, sql`(select value from json_each(${JSON.stringify(places)}))`),
        isNotNull(cells.publishedSums),
      ),
    )
    .orderBy(cells.place, cells.period);
  return found.flatMap(({ sums, ...cell }) => (sums === null ? [] : [{ ...cell, sums }]));
}

/** The last publication; null before the first. */
export async function lastPublication(database: D1Database): Promise<{ atMs: number; asOf: number } | null> {
  const [last] = await drizzle(database).select().from(publications);
  return last ?? null;
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
