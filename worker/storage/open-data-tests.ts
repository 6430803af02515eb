/** Results of a month as open data is made of them, line by line. */
import { and, asc, gte, lt, min, type SQL, sql } from 'drizzle-orm';
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

/**
 * What changes when a result of the month is deleted, comes late, or is amended in anything that rows depend on; as hexadecimal
 * hash. One reading of the rows: by provider and place, how many there are, and sums of what else can change, each value
 * times a number that the result was given by its time of arrival, so that two results that change places are seen, too.
 */
export async function fingerprintOf(database: D1Database, month: MonthOfResults): Promise<string> {
  const { ispKey, countryCode, subdivisionCode } = results;
  const found = await drizzle(database)
    .select({
      place: sql<string>`json_array(${ispKey}, ${countryCode}, ${subdivisionCode})`,
      sums: sql<string>`json_array(count(*), ${sql.join([sql`1`, ...AMENDABLE].map(weighed), sql`, `)})`,
    })
    .from(results)
    .where(within(month))
    .groupBy(ispKey, countryCode, subdivisionCode)
    .orderBy(ispKey, countryCode, subdivisionCode);
  const text = found.map(({ place, sums }) => `${place} ${sums}`).join('\n');
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Primes: another value times the same number is another product, and a month of results adds up to whole numbers. */
const PRODUCTS = sql.raw('1000003');
const NUMBERS = sql.raw('99991');

function weighed(value: SQL): SQL {
  return sql`sum(((coalesce(${value}, -1) % ${PRODUCTS} + 2) * (${results.receivedAtMs} % ${NUMBERS} + 1)) % ${PRODUCTS})`;
}

/** What the export reads of a result besides provider, place and figures, which never change; as whole numbers. */
const AMENDABLE: readonly SQL[] = [
  ...[
    results.cohort,
    results.excludedBy,
    results.regionSource,
    results.accessTechnology,
    results.connectionMethod,
    results.medium,
  ].map((column) => sql`instr(${sql.raw(`'|${column.enumValues.join('|')}|'`)}, '|' || ${column} || '|')`),
  sql`${results.valid}`,
  sql`${results.asn}`,
  sql`${results.utcOffsetMin}`,
  sql`cast(${results.contractDownloadBps} as integer)`,
];

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
