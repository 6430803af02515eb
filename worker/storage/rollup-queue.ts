/** What a refresh reads: lines that changed, their results, and how far the last step came. */
import { desc, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { dirtyLines, results, rollupSteps, supersededResults } from '../../db/schema.ts';
import type { LineTest } from '../domain/statistics/line-test.ts';

export interface DirtyLine {
  /** The line, in hexadecimal. */
  line: string;
  mark: number;
}

export interface RollupStep {
  step: number;
  version: number;
  asOf: number;
}

/** The last step; null before the first. */
export async function lastStep(database: D1Database): Promise<RollupStep | null> {
  const [last] = await drizzle(database)
    .select({ step: rollupSteps.step, version: rollupSteps.version, asOf: rollupSteps.asOf })
    .from(rollupSteps)
    .orderBy(desc(rollupSteps.step))
    .limit(1);
  return last ?? null;
}

/** Some of the lines that changed. */
export function someDirtyLines(database: D1Database, limit: number): Promise<DirtyLine[]> {
  return drizzle(database)
    .select({ line: sql<string>`hex(${dirtyLines.line})`, mark: dirtyLines.mark })
    .from(dirtyLines)
    .limit(limit);
}

/** A result of a line, and the windows that rollups have it in; null when they have not. */
export interface QueuedTest {
  line: string;
  asOf: number | null;
  test: LineTest;
}

/** All results of some lines. */
export async function testsOfLines(database: D1Database, lines: readonly string[]): Promise<QueuedTest[]> {
  const found = await drizzle(database)
    .select(columnsOf(results))
    .from(results)
    .innerJoin(named(lines), eq(results.line, sql`unhex(named.value)`));
  return found.map(queued);
}

/** Results of some lines as rollups still have them, though they changed or are gone. */
export async function supersededOfLines(
  database: D1Database,
  lines: readonly string[],
): Promise<QueuedTest[]> {
  const found = await drizzle(database)
    .select(columnsOf(supersededResults))
    .from(supersededResults)
    .innerJoin(named(lines), eq(supersededResults.line, sql`unhex(named.value)`));
  return found.map(queued);
}

/** Lines as a table, bound as one value: D1 binds 100 a statement. */
function named(lines: readonly string[]) {
  return sql`json_each(${JSON.stringify(lines)}) as named`;
}

/** What statistics read of a result. */
export function columnsOf(table: typeof results | typeof supersededResults) {
  return {
    line: sql<string>`hex(${table.line})`,
    asOf: table.rolledUpAsOf,
    id: table.id,
    measuredAtMs: table.measuredAtMs,
    methodVersion: table.methodVersion,
    synthetic: table.synthetic,
    cohort: table.cohort,
    valid: table.valid,
    excludedBy: table.excludedBy,
    ispKey: table.ispKey,
    countryCode: table.countryCode,
    subdivisionCode: table.subdivisionCode,
    regionSource: table.regionSource,
    utcOffsetMin: table.utcOffsetMin,
    ipVersion: table.ipVersion,
    accessTechnology: table.accessTechnology,
    connectionMethod: table.connectionMethod,
    dwelling: table.dwelling,
    medium: table.medium,
    contractDownloadBps: table.contractDownloadBps,
    contractUploadBps: table.contractUploadBps,
    lineKnown: sql<number>`${table.subscriberKey} is not null`,
    /** Of the last digit: 16 buckets of an even hash. */
    prefixDigit: sql<string>`substr(hex(${table.prefixKey}), -1)`,
    downloadBps: table.downloadBps,
    uploadBps: table.uploadBps,
    idleRttMs: table.idleRttMs,
    workingRttDownloadMs: table.workingRttDownloadMs,
    workingRttUploadMs: table.workingRttUploadMs,
    pdvP95Ms: table.pdvP95Ms,
    lossRatio: table.lossRatio,
    rpm: table.rpm,
  };
}

/** A row of `columnsOf`. */
export type FoundTest = Omit<LineTest, 'lineKnown' | 'prefixBucket'> & {
  line: string;
  asOf: number | null;
  lineKnown: number;
  prefixDigit: string;
};

/** The result of a row. */
export function queued({ line, asOf, lineKnown, prefixDigit, ...test }: FoundTest): QueuedTest {
  return {
    line,
    asOf,
    test: {
      ...test,
      lineKnown: lineKnown !== 0,
      // hex(NULL) is an empty text.
      prefixBucket: prefixDigit === '' ? null : Number.parseInt(prefixDigit, 16),
    },
  };
}

/** Lines in hexadecimal, in order, after one of them; '00' begins. */
export async function linesFrom(database: D1Database, after: string, limit: number): Promise<string[]> {
  const found = await drizzle(database)
    .selectDistinct({ line: sql<string>`hex(${results.line})` })
    .from(results)
    .where(sql`${results.line} > unhex(${after})`)
    .orderBy(results.line)
    .limit(limit);
  return found.map(({ line }) => line);
}
