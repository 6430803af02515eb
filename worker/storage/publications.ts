/** Publications of rollups: which cells they are about, and how far they are. */
import { and, desc, isNotNull, isNull, lt, ne, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { cellChanges, cells, publications } from '../../db/schema.ts';
import { textOf } from '../domain/statistics/cell-changes.ts';
import type { CellKey } from '../domain/statistics/cell-key.ts';

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

/** The one that has begun and not ended. */
export async function publicationUnderWay(database: D1Database): Promise<Publication | null> {
  const [last] = await drizzle(database)
    .select({ atMs: publications.atMs, asOf: publications.asOf })
    .from(publications)
    .where(isNull(publications.endedAtMs))
    .limit(1);
  return last ?? null;
}

/** Begins a publication; one that is under way becomes part of it. */
export async function beginPublication(database: D1Database, { atMs, asOf }: Publication): Promise<void> {
  const db = drizzle(database);
  await db.batch([
    db.delete(publications).where(and(isNull(publications.endedAtMs), ne(publications.atMs, atMs))),
    db.insert(publications).values({ atMs, asOf }).onConflictDoNothing(),
  ]);
}

export async function endPublication(database: D1Database, atMs: number, endedAtMs: number): Promise<void> {
  const db = drizzle(database);
  await db.batch([
    db.update(publications).set({ endedAtMs }).where(sql`${publications.atMs} = ${atMs}`),
    db.update(cells).set({ countedLines: sql`lines` }).where(sql`lines <> counted_lines`),
    db.delete(publications).where(lt(publications.atMs, atMs)),
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
      sums: cells.sums,
    })
    .from(cells)
    .where(sql`changed_lines >= 10`)
    .limit(limit);
  const changes = await changesOf(database, found);
  return found.map(({ sums, ...key }) => ({
    key,
    sums,
    changes: changes.get(textOf(key)) ?? { sums: [], lines: [] },
  }));
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
