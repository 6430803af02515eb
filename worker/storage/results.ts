/** Statistics rows, and the ids of deleted ones. One exported function is one query. */
import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { deletedResults, results } from '../../db/schema.ts';
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
