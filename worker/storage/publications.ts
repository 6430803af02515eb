/** Publications of rollups: which cells they are about, and how far they are. */
import { and, desc, eq, gte, inArray, isNotNull, isNull, lt, ne, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import {
  cellChanges,
  cells,
  cellsToAddUp,
  periodsToTell,
  publications,
  publishedCells,
} from '../../db/schema.ts';
import type { CellParts } from '../domain/statistics/added-up-cells.ts';
import { textOf } from '../domain/statistics/cell-changes.ts';
import type { CellKey } from '../domain/statistics/cell-key.ts';
import { isLastOfCell } from './cells.ts';

/** Comes after every character that a place has. */
const LAST_CHARACTER = '\u{10ffff}';

export interface Publication {
  atMs: number;
  /** The last day of rolling windows, days since the epoch. */
  asOf: number;
}

/** The last publication that ended; null before the first. */
export async function lastPublication(database: D1Database): Promise<Publication | null> {
  const [last] = await drizzle(database)
    .select({ atMs: publications.atMs, asOf: publications.asOf })
    .from(publications)
    .where(isNotNull(publications.endedAtMs))
    .orderBy(desc(publications.atMs))
    .limit(1);
  return last ?? null;
}

/** Whether no publication has ended or begun: on a new server, and where all is counted anew. */
export async function hasPublishedNothing(database: D1Database): Promise<boolean> {
  return (
    (await drizzle(database).select({ atMs: publications.atMs }).from(publications).limit(1)).length === 0
  );
}

/** The one that has begun and not ended, and whether it has published all its cells. */
export async function publicationUnderWay(
  database: D1Database,
): Promise<(Publication & { hasCells: boolean }) | null> {
  const [last] = await drizzle(database)
    .select({
      atMs: publications.atMs,
      asOf: publications.asOf,
      cellsEndedAtMs: publications.cellsEndedAtMs,
    })
    .from(publications)
    .where(isNull(publications.endedAtMs))
    .limit(1);
  if (last === undefined) return null;
  const { cellsEndedAtMs, ...publication } = last;
  return { ...publication, hasCells: cellsEndedAtMs !== null };
}

/**
 * Begins a publication; one that is under way becomes part of it: cells that it published are read as of this one, and periods
 * of which it had yet to work out what is told still wait for that.
 */
export async function beginPublication(database: D1Database, { atMs, asOf }: Publication): Promise<void> {
  const db = drizzle(database);
  await db.batch([
    db.delete(publications).where(and(isNull(publications.endedAtMs), ne(publications.atMs, atMs))),
    db.insert(publications).values({ atMs, asOf }).onConflictDoNothing(),
  ]);
}

/** Ends a publication that has no period left to tell: answers rest on it from now on. */
export async function endPublication(database: D1Database, atMs: number, endedAtMs: number): Promise<void> {
  const db = drizzle(database);
  await db.batch([
    db
      .update(publications)
      .set({ endedAtMs })
      .where(and(eq(publications.atMs, atMs), sql`not exists (select 1 from ${periodsToTell})`)),
    db.delete(publications).where(
      sql`${publications.atMs} <
        (select max(last.at_ms) from ${publications} as last where last.ended_at_ms is not null)`,
    ),
  ]);
}

/** A cell with the sums it was published with, and what changed since. */
export interface ChangedCell {
  key: CellKey;
  sums: string | null;
  changes: CellChanges;
}

/** What steps brought into a cell, in their order: to be added to its sums, and the tags of lines that changed in it. */
export interface CellChanges {
  sums: string[];
  lines: string[];
}

/** Some cells in which ten lines may have changed since they were published; one that did ten times counts as ten here. */
export async function cellsToPublish(database: D1Database, limit: number): Promise<ChangedCell[]> {
  const db = drizzle(database);
  const found = await db
    .select({
      groupingSet: cells.groupingSet,
      period: cells.period,
      slice: cells.slice,
      place: cells.place,
      sums: publishedCells.sums,
    })
    .from(cells)
    .leftJoin(publishedCells, isLastOfCell())
    .where(sql`${cells.changedLines} >= 10`)
    .limit(limit);
  const changes = await changesOf(database, found);
  return found.map(({ sums, ...key }) => ({
    key,
    sums,
    changes: changes.get(textOf(key)) ?? { sums: [], lines: [] },
  }));
}

/** Some cells that are to be added up from published parts. */
export function someCellsToAddUp(database: D1Database, limit: number): Promise<CellKey[]> {
  return drizzle(database)
    .select({
      groupingSet: cellsToAddUp.groupingSet,
      period: cellsToAddUp.period,
      slice: cellsToAddUp.slice,
      place: cellsToAddUp.place,
    })
    .from(cellsToAddUp)
    .limit(limit);
}

/** Sums of the parts of a cell as they were published last, be it by a publication under way. */
export async function publishedParts(
  database: D1Database,
  { groupingSet, periods, slice, startOfPlace, has }: CellParts,
): Promise<{ period: string; sums: string }[]> {
  const found = await drizzle(database)
    .select({ period: cells.period, place: cells.place, sums: publishedCells.sums })
    .from(cells)
    .innerJoin(publishedCells, isLastOfCell())
    .where(
      and(
        eq(cells.groupingSet, groupingSet),
        inArray(cells.period, sql`(select value from json_each(${JSON.stringify(periods)}))`),
        eq(cells.slice, slice),
        gte(cells.place, startOfPlace),
        lt(cells.place, `${startOfPlace}${LAST_CHARACTER}`),
        isNotNull(publishedCells.summary),
      ),
    );
  return found.flatMap(({ period, place, sums }) => (sums !== null && has(place) ? [{ period, sums }] : []));
}

/** What is told of a cell by the last publication of it; undefined where there is none. */
export async function lastSummaryOf(
  database: D1Database,
  { groupingSet, period, slice, place }: CellKey,
): Promise<string | null | undefined> {
  const [last] = await drizzle(database)
    .select({ summary: publishedCells.summary })
    .from(publishedCells)
    .where(
      and(
        eq(publishedCells.groupingSet, groupingSet),
        eq(publishedCells.period, period),
        eq(publishedCells.slice, slice),
        eq(publishedCells.place, place),
      ),
    )
    .orderBy(desc(publishedCells.publication))
    .limit(1);
  return last?.summary;
}

/** What steps brought into these cells since they were published, by the text of the cell's key. */
export async function changesOf(
  database: D1Database,
  keys: readonly CellKey[],
): Promise<Map<string, CellChanges>> {
  const named = JSON.stringify(
    keys.map(({ groupingSet, period, slice, place }) => [groupingSet, period, slice, place]),
  );
  const rows = await drizzle(database)
    .select({
      groupingSet: cellChanges.groupingSet,
      period: cellChanges.period,
      slice: cellChanges.slice,
      place: cellChanges.place,
      sums: cellChanges.sums,
      lines: cellChanges.lines,
    })
    .from(sql`json_each(${named}) as named`)
    .innerJoin(
      cellChanges,
      sql`${cellChanges.groupingSet} = named.value ->> 0 and ${cellChanges.period} = named.value ->> 1
        and ${cellChanges.slice} = named.value ->> 2 and ${cellChanges.place} = named.value ->> 3`,
    )
    .orderBy(cellChanges.step);
  const changes = new Map<string, CellChanges>();
  for (const { sums, lines, ...key } of rows) {
    const of = changes.get(textOf(key)) ?? { sums: [], lines: [] };
    changes.set(textOf(key), of);
    of.sums.push(sums);
    of.lines.push(...lines.split(' ').filter((tag) => tag !== ''));
  }
  return changes;
}
