import type { SQL } from 'drizzle-orm';
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core';

/** A query of drizzle's, or plain SQL: drizzle's own batch takes no plain SQL. */
export type Statement = SQL | { toSQL(): { sql: string; params: unknown[] } };

const dialect = new SQLiteAsyncDialect();

/** Runs statements as one transaction, and answers the rows of each. */
export async function runTogether(
  database: D1Database,
  statements: readonly Statement[],
): Promise<Record<string, unknown>[][]> {
  const answers = await database.batch<Record<string, unknown>>(
    statements.map((statement) => {
      const query = 'toSQL' in statement ? statement.toSQL() : dialect.sqlToQuery(statement);
      return database.prepare(query.sql).bind(...query.params);
    }),
  );
  return answers.map(({ results }) => results);
}
