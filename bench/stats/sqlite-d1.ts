import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

type Row = Record<string, unknown>;

/**
 * SQLite in this process behind D1's interface, so that a bench measures the product's queries and its arithmetic, and not the
 * way to another process. Only what drizzle and our storage use.
 */
export class SqliteD1 {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  prepare(sql: string): Statement {
    return new Statement(this.#database, sql, []);
  }

  async batch(statements: readonly Statement[]): Promise<{ results: Row[] }[]> {
    this.#database.exec('begin immediate');
    try {
      const answers = statements.map((statement) => ({ results: statement.rows() }));
      this.#database.exec('commit');
      return answers;
    } catch (error) {
      this.#database.exec('rollback');
      throw error;
    }
  }
}

class Statement {
  readonly #database: DatabaseSync;
  readonly #sql: string;
  readonly #values: readonly unknown[];

  constructor(database: DatabaseSync, sql: string, values: readonly unknown[]) {
    this.#database = database;
    this.#sql = sql;
    this.#values = values;
  }

  bind(...values: unknown[]): Statement {
    return new Statement(this.#database, this.#sql, values);
  }

  rows(): Row[] {
    return this.#prepared().all(...this.#bound());
  }

  async all(): Promise<{ results: Row[] }> {
    return { results: this.rows() };
  }

  async run(): Promise<{ results: Row[] }> {
    return this.all();
  }

  async raw(): Promise<unknown[][]> {
    const prepared = this.#prepared();
    prepared.setReturnArrays(true);
    return prepared.all(...this.#bound()) as unknown as unknown[][];
  }

  #prepared() {
    return this.#database.prepare(this.#sql);
  }

  #bound(): SQLInputValue[] {
    return this.#values.map((value) => (typeof value === 'boolean' ? Number(value) : value) as SQLInputValue);
  }
}

/** The database as the product's code takes it. */
export function asD1(database: DatabaseSync): D1Database {
  return new SqliteD1(database) as unknown as D1Database;
}
