/** Statistics rows, and the ids of deleted ones. One exported function is one query. */
import { and, count, countDistinct, eq, gte, inArray, isNotNull, type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { deletedResults, results } from '../../db/schema.ts';
import type { FigureRow } from '../domain/cell-figures.ts';
import type { MonthCount } from '../domain/counts.ts';
import type { DeclaredColumns, ResultRow } from '../domain/result-row.ts';

/** Keeps a row; false when the id has one already, which stays as it is. */
export async function insertResult(database: D1Database, row: ResultRow): Promise<boolean> {
  const inserted = await drizzle(database)
    .insert(results)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: results.id });
  return inserted.length > 0;
}

/** When a result was measured; null where there is no row. */
export async function measuredAtMsOf(database: D1Database, id: string): Promise<number | null> {
  const [found] = await drizzle(database)
    .select({ measuredAtMs: results.measuredAtMs })
    .from(results)
    .where(eq(results.id, id));
  return found?.measuredAtMs ?? null;
}

/** Writes what the person says now; nothing happens where there is no row. */
export async function updateDeclared(
  database: D1Database,
  id: string,
  columns: DeclaredColumns,
): Promise<void> {
  await drizzle(database).update(results).set(columns).where(eq(results.id, id));
}

export async function deleteResult(database: D1Database, id: string): Promise<void> {
  await drizzle(database).delete(results).where(eq(results.id, id));
}

/** Remembers that an id was deleted; the first time stays. */
export async function insertTombstone(database: D1Database, id: string, deletedAtMs: number): Promise<void> {
  await drizzle(database).insert(deletedResults).values({ id, deletedAtMs }).onConflictDoNothing();
}

export async function hasTombstone(database: D1Database, id: string): Promise<boolean> {
  const found = await drizzle(database)
    .select({ id: deletedResults.id })
    .from(deletedResults)
    .where(eq(deletedResults.id, id));
  return found.length > 0;
}

/** Results of one ISP key measured since a time. */
export function figureRowsOfIsp(database: D1Database, ispKey: string, sinceMs: number): Promise<FigureRow[]> {
  return figureRows(database, eq(results.ispKey, ispKey), sinceMs);
}

/** Results in one country measured since a time. */
export function figureRowsOfCountry(
  database: D1Database,
  countryCode: string,
  sinceMs: number,
): Promise<FigureRow[]> {
  return figureRows(database, eq(results.countryCode, countryCode), sinceMs);
}

/** Results in any of at most 90 subdivisions (D1 binds 100 values a query) measured since a time. */
export function figureRowsOfSubdivisions(
  database: D1Database,
  subdivisionCodes: readonly string[],
  sinceMs: number,
): Promise<FigureRow[]> {
  return figureRows(database, inArray(results.subdivisionCode, [...subdivisionCodes]), sinceMs);
}

function figureRows(database: D1Database, cell: SQL, sinceMs: number): Promise<FigureRow[]> {
  return drizzle(database)
    .select({
      measuredAtMs: results.measuredAtMs,
      methodVersion: results.methodVersion,
      synthetic: results.synthetic,
      valid: results.valid,
      // hex(NULL) is an empty text.
      line: sql<string | null>`nullif(hex(${results.subscriberKey}), '')`,
      downloadBps: results.downloadBps,
      uploadBps: results.uploadBps,
      idleRttMs: results.idleRttMs,
      workingRttDownloadMs: results.workingRttDownloadMs,
      workingRttUploadMs: results.workingRttUploadMs,
    })
    .from(results)
    .where(and(cell, gte(results.measuredAtMs, sinceMs)));
}

/** Counted results and lines of every ISP key since a time, month by month. */
export function countsByIsp(
  database: D1Database,
  sinceMs: number,
  methodVersion: number,
): Promise<MonthCount[]> {
  return monthCounts(database, results.ispKey, sinceMs, methodVersion);
}

/** The same of every country. */
export function countsByCountry(
  database: D1Database,
  sinceMs: number,
  methodVersion: number,
): Promise<MonthCount[]> {
  return monthCounts(database, results.countryCode, sinceMs, methodVersion);
}

/** The same of every subdivision. */
export function countsBySubdivision(
  database: D1Database,
  sinceMs: number,
  methodVersion: number,
): Promise<MonthCount[]> {
  return monthCounts(database, results.subdivisionCode, sinceMs, methodVersion);
}

function monthCounts(
  database: D1Database,
  cell: typeof results.ispKey | typeof results.countryCode | typeof results.subdivisionCode,
  sinceMs: number,
  methodVersion: number,
): Promise<MonthCount[]> {
  const month = sql<string>`strftime('%Y-%m', ${results.measuredAtMs} / 1000, 'unixepoch')`;
  return drizzle(database)
    .select({
      cell: sql<string>`${cell}`,
      month,
      results: count(),
      lines: countDistinct(results.subscriberKey),
    })
    .from(results)
    .where(
      and(
        isNotNull(cell),
        gte(results.measuredAtMs, sinceMs),
        eq(results.valid, true),
        eq(results.synthetic, false),
        eq(results.methodVersion, methodVersion),
      ),
    )
    .groupBy(cell, month);
}
