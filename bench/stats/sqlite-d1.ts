import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

type Row = Record<string, unknown>;

const MOST_PREPARED = 1_000;

/**
 * SQLite in this process behind D1's interface, so that a bench measures the product's queries and its arithmetic, and not the
 * way to another process. Only what drizzle and our storage use.
 */
export class SqliteD1 {
  readonly #database: DatabaseSync;
  /** Statements as SQLite has compiled them, by their text, as D1 keeps them too. */
  readonly #prepared = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  prepare(sql: string): Statement {
    return new Statement(() => this.#compiled(sql), []);
  }

  #compiled(sql: string): StatementSync {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    if (this.#prepared.size < MOST_PREPARED) this.#prepared.set(sql, statement);
    return statement;
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
  readonly #prepared: () => StatementSync;
  readonly #values: readonly unknown[];

  constructor(prepared: () => StatementSync, values: readonly unknown[]) {
    this.#prepared = prepared;
    this.#values = values;
  }

  bind(...values: unknown[]): Statement {
    return new Statement(this.#prepared, values);
  }

  rows(): Row[] {
    return this.#all(false) as Row[];
  }

  async all(): Promise<{ results: Row[] }> {
    return { results: this.rows() };
  }

  async run(): Promise<{ results: Row[] }> {
    return this.all();
  }

  async raw(): Promise<unknown[][]> {
    return this.#all(true) as unknown[][];
  }

  #all(asArrays: boolean): unknown {
    const statement = this.#prepared();
    statement.setReturnArrays(asArrays);
    return statement.all(...this.#bound());
  }

  #bound(): SQLInputValue[] {
    return this.#values.map((value) => (typeof value === 'boolean' ? Number(value) : value) as SQLInputValue);
  }
}

/** The database as the product's code takes it. */
export function asD1(database: DatabaseSync): D1Database {
  return new SqliteD1(database) as unknown as D1Database;
}
