/** Statistics rows, and the ids of deleted ones. One exported function is one query. */
import { eq, getTableColumns, max, type SQL, sql } from 'drizzle-orm';
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

/**
 * A statement that keeps many rows, and answers the ids of those that were new; those whose id has one already stay as they are.
 *
 * @param rows As many as make a value of under 2 MB (D1's limit): a thousand and a half.
 * @param only Of rows whose id, written `id`, is such a one.
 */
export function insertRows(rows: readonly ResultRow[], only: (id: SQL) => SQL): SQL {
  const columns = Object.entries(getTableColumns(results)).filter(([name]) => name in (rows[0] ?? {}));
  const names = sql.join(
    columns.map(([, column]) => sql.identifier(column.name)),
    sql`, `,
  );
  const valueOf = (index: number) => sql`value ->> ${sql.raw(String(index))}`;
  const values = columns.map(([, column], index) =>
    column.getSQLType() === 'blob' ? sql`unhex(${valueOf(index)})` : valueOf(index),
  );
  const json = JSON.stringify(
    rows.map((row) => columns.map(([name]) => plain(row[name as keyof ResultRow]))),
  );
  const id = valueOf(columns.findIndex(([name]) => name === 'id'));
  return sql`insert into ${results} (${names}) select ${sql.join(values, sql`, `)} from json_each(${json}) where ${only(id)}
    on conflict (id) do nothing returning id`;
}

/** Keeps many rows in one statement, and answers the ids of those that were new. */
export async function insertResults(database: D1Database, rows: readonly ResultRow[]): Promise<string[]> {
  const inserted = await drizzle(database).all<{ id: string }>(insertRows(rows, () => sql`true`));
  return inserted.map(({ id }) => id);
}

/** A value as SQLite has it, of what JSON can carry. */
function plain(value: ResultRow[keyof ResultRow]): string | number | null {
  if (value instanceof Uint8Array)
    return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return typeof value === 'boolean' ? Number(value) : value;
}

/** How many rows somebody measured, and how many nobody. */
export async function countResults(database: D1Database): Promise<{ real: number; synthetic: number }> {
  const [counts] = await drizzle(database)
    .select({
      real: sql<number>`count(*) filter (where not ${results.synthetic})`,
      synthetic: sql<number>`count(*) filter (where ${results.synthetic})`,
    })
    .from(results);
  return counts ?? { real: 0, synthetic: 0 };
}

/** The latest moment of results that nobody measured; null without any. */
export async function lastSyntheticAtMs(database: D1Database): Promise<number | null> {
  const [last] = await drizzle(database)
    .select({ atMs: max(results.measuredAtMs) })
    .from(results)
    .where(eq(results.synthetic, true));
  return last?.atMs ?? null;
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
