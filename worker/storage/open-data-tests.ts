/** Results of a month as open data is made of them, line by line. */
import { and, asc, gte, lt, min, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { results } from '../../db/schema.ts';
import type { LineTest } from '../domain/statistics/line-test.ts';
import { columnsOf, queued } from './rollup-queue.ts';

/** Which results; of one method, measured or made up. */
export interface MonthOfResults {
  fromMs: number;
  toMs: number;
  methodVersion: number;
  synthetic: boolean;
}

export interface OpenTest extends LineTest {
  asn: number | null;
}

/** All results of some lines in a month, and where to go on. */
export interface SomeLines {
  /** By line. */
  lines: OpenTest[][];
  /** The last line, in hexadecimal; null when there are no more. */
  after: string | null;
}

/**
 * Whole lines after one of them ('' begins), in the order of their keys, of about `limit` results. A line's key is a hash: its order says
 * nothing about when it was tested.
 */
export async function linesOfMonth(
  database: D1Database,
  month: MonthOfResults,
  after: string,
  limit: number,
): Promise<SomeLines> {
  const found = await drizzle(database)
    .select({ ...columnsOf(results), asn: results.asn })
    .from(results)
    .where(and(inOrderOfLines(month), sql`${results.line} > unhex(${after})`))
    .orderBy(asc(results.line))
    .limit(limit);
  const lines = [...Map.groupBy(found, ({ line }) => line)];
  const isEnd = found.length < limit;
  // The last line may go on after the limit.
  if (!isEnd && lines.length === 1) return linesOfMonth(database, month, after, limit * 4);
  const whole = isEnd ? lines : lines.slice(0, -1);
  return {
    lines: whole.map(([, rows]) => rows.map(({ asn, ...row }) => ({ ...queued(row).test, asn }))),
    after: isEnd ? null : (whole.at(-1)?.[0] ?? null),
  };
}

/** What changes when a result of the month is deleted, or comes late. */
export async function fingerprintOf(database: D1Database, month: MonthOfResults): Promise<string> {
  const [found] = await drizzle(database)
    .select({
      results: sql<number>`count(*)`,
      received: sql<number>`coalesce(sum(${results.receivedAtMs} % 1000000007), 0)`,
    })
    .from(results)
    .where(within(month));
  return `${found?.results ?? 0} ${found?.received ?? 0}`;
}

/** When the first result was measured; null when there is none. */
export async function firstMeasuredAtMs(database: D1Database): Promise<number | null> {
  const [found] = await drizzle(database)
    .select({ first: min(results.measuredAtMs) })
    .from(results);
  return found?.first ?? null;
}

function within({ fromMs, toMs, methodVersion, synthetic }: MonthOfResults) {
  return and(
    gte(results.measuredAtMs, fromMs),
    lt(results.measuredAtMs, toMs),
    sql`${results.methodVersion} = ${methodVersion}`,
    sql`${results.synthetic} = ${Number(synthetic)}`,
  );
}

/**
 * The same, read along the index of lines: SQLite would rather find the month by its index of times and sort all of it, for
 * every few thousand rows anew. A plus keeps an index from being used.
 */
function inOrderOfLines({ fromMs, toMs, methodVersion, synthetic }: MonthOfResults) {
  return and(
    sql`+${results.measuredAtMs} >= ${fromMs}`,
    sql`+${results.measuredAtMs} < ${toMs}`,
    sql`${results.methodVersion} = ${methodVersion}`,
    sql`${results.synthetic} = ${Number(synthetic)}`,
  );
}
