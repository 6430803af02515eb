/** Changes as SQL, for a database that only `wrangler d1 execute` reaches. */

/** A database that holds nothing and writes down what it is asked to change. */
export function recorder(): { database: D1Database; sql: () => string } {
  const recorded: string[] = [];
  const answer = { results: [], success: true, meta: {} };
  const statement = (sql: string, values: readonly unknown[]) => ({
    text: withValues(sql, values),
    bind: (...own: unknown[]) => statement(sql, own),
    all: async () => answer,
    raw: async () => [],
    async run() {
      recorded.push(this.text);
      return answer;
    },
  });
  const database = {
    prepare: (sql: string) => statement(sql, []),
    async batch(statements: readonly { text: string }[]) {
      recorded.push(...statements.map(({ text }) => text));
      return statements.map(() => answer);
    },
  };
  return {
    database: database as unknown as D1Database,
    sql: () => recorded.map((text) => `${text};\n`).join(''),
  };
}

/** Our own statements have a question mark for each value, and no other. */
function withValues(sql: string, values: readonly unknown[]): string {
  const left = [...values];
  return sql.replaceAll('?', () => literal(left.shift()));
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return String(Number(value));
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  throw new TypeError(`Cannot write a ${typeof value} as SQL`);
}
