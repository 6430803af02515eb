/** Editions of reports: what is known of each in D1, what each tells of a region in R2 (`reports/…/{edition}/{region}.json.gz`). */
import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { cells, publishedCells, reportEditions } from '../../db/schema.ts';
import type { Edition, ReportAnswer } from '../../measurement-agent/protocol/reports.ts';
import type { Month } from '../domain/month.ts';
import { type EditionKey, editionName, type MonthState } from '../domain/reports/edition.ts';
import type { HashedCell } from '../domain/reports/hash.ts';
import { isLastOfCell } from './cells.ts';
import { getPacked, putPacked } from './packed-json.ts';

/** An edition of measured figures, or of made-up ones. */
export interface ReportKey extends EditionKey {
  synthetic: boolean;
}

/** An edition that is being made. */
export interface Draft extends ReportKey {
  publishedAtMs: number;
  inputHash: string;
  doneRegions: number;
  changedRegions: readonly string[];
}

type EditionRow = typeof reportEditions.$inferSelect;

/** Every edition that is made, the newest first. */
export async function editions(database: D1Database, synthetic: boolean): Promise<Edition[]> {
  const rows = await drizzle(database)
    .select()
    .from(reportEditions)
    .where(and(eq(reportEditions.synthetic, synthetic), isNotNull(reportEditions.frozenAtMs)))
    .orderBy(desc(reportEditions.month), desc(reportEditions.revision));
  return rows.flatMap((row) => toEdition(row) ?? []);
}

function toEdition(row: EditionRow): Edition | null {
  if (row.frozenAtMs === null) return null;
  return {
    name: editionName(row),
    month: row.month,
    revision: row.revision,
    frozenAt: new Date(row.frozenAtMs).toISOString(),
    publishedAt: new Date(row.publishedAtMs).toISOString(),
    inputHash: row.inputHash,
    changedRegions: JSON.parse(row.changedRegions) as string[],
  };
}

/** Months of which something is published in a slice, and how far their editions are. */
export async function monthStates(
  database: D1Database,
  synthetic: boolean,
  slice: string,
): Promise<MonthState[]> {
  const db = drizzle(database);
  const [months, made] = await db.batch([
    db
      .selectDistinct({ month: cells.period })
      .from(cells)
      .where(
        and(
          eq(cells.groupingSet, 'country'),
          eq(cells.slice, slice),
          sql`length(${cells.period}) = 7`,
          isNotNull(cells.publishedLines),
        ),
      ),
    db
      .select()
      .from(reportEditions)
      .where(and(eq(reportEditions.synthetic, synthetic), isNotNull(reportEditions.frozenAtMs)))
      .orderBy(reportEditions.revision),
  ]);
  const last = new Map(made.map((row) => [row.month, row]));
  return months.map(({ month }) => ({
    month,
    revision: last.get(month)?.revision ?? 0,
    checkedWith: last.get(month)?.checkedWith ?? null,
  }));
}

/** The edition that is being made; null when none is. */
export async function draftUnderWay(database: D1Database, synthetic: boolean): Promise<Draft | null> {
  const [row] = await drizzle(database)
    .select()
    .from(reportEditions)
    .where(and(eq(reportEditions.synthetic, synthetic), isNull(reportEditions.frozenAtMs)))
    .limit(1);
  return row === undefined ? null : { ...row, changedRegions: JSON.parse(row.changedRegions) as string[] };
}

/** Keeps how far an edition is; one that is made stays as it is. */
export async function saveDraft(database: D1Database, draft: Draft): Promise<void> {
  const row = { ...draft, changedRegions: JSON.stringify(draft.changedRegions) };
  await drizzle(database)
    .insert(reportEditions)
    .values(row)
    .onConflictDoUpdate({
      target: [reportEditions.month, reportEditions.revision, reportEditions.synthetic],
      set: row,
      setWhere: isNull(reportEditions.frozenAtMs),
    });
}

/** From now on everybody sees it, and nothing changes it. */
export async function freezeDraft(database: D1Database, draft: Draft, frozenAtMs: number): Promise<void> {
  await drizzle(database)
    .update(reportEditions)
    .set({ frozenAtMs })
    .where(and(isOf(draft), isNull(reportEditions.frozenAtMs)));
}

/** Drops an edition that is being made, with what it tells. */
export async function dropDraft(database: D1Database, bucket: R2Bucket, draft: Draft): Promise<void> {
  await dropAnswers(bucket, draft);
  await drizzle(database)
    .delete(reportEditions)
    .where(and(isOf(draft), isNull(reportEditions.frozenAtMs)));
}

/** Nothing had to be corrected in an edition when the month `newest` got its own. */
export async function markChecked(database: D1Database, key: ReportKey, newest: Month): Promise<void> {
  await drizzle(database).update(reportEditions).set({ checkedWith: newest }).where(isOf(key));
}

function isOf({ month, revision, synthetic }: ReportKey) {
  return and(
    eq(reportEditions.month, month),
    eq(reportEditions.revision, revision),
    eq(reportEditions.synthetic, synthetic),
  );
}

/** The input hash of an edition that is made. */
export async function inputHashOfEdition(database: D1Database, key: ReportKey): Promise<string | null> {
  const [row] = await drizzle(database)
    .select({ inputHash: reportEditions.inputHash })
    .from(reportEditions)
    .where(isOf(key));
  return row?.inputHash ?? null;
}

/** Published cells of a month in some sets and slices, in the order of their keys, after one of them. */
export function cellsToHash(
  database: D1Database,
  {
    groupingSet,
    month,
    slice,
    after,
  }: { groupingSet: string; month: Month; slice: string; after: string | null },
  limit: number,
): Promise<HashedCell[]> {
  return drizzle(database)
    .select({
      groupingSet: cells.groupingSet,
      slice: cells.slice,
      place: cells.place,
      publishedLines: cells.publishedLines,
      publishedResults: cells.publishedResults,
      sums: publishedCells.sums,
    })
    .from(cells)
    .innerJoin(publishedCells, isLastOfCell())
    .where(
      and(
        eq(cells.groupingSet, groupingSet),
        eq(cells.period, month),
        eq(cells.slice, slice),
        isNotNull(cells.publishedLines),
        after === null ? undefined : sql`${cells.place} > ${after}`,
      ),
    )
    .orderBy(cells.place)
    .limit(limit);
}

/** What an edition tells of a region, apart from what is known of the edition. */
export type KeptReport = Omit<ReportAnswer, 'edition'>;

function folderOf(key: ReportKey): string {
  return `reports/${key.synthetic ? 'synthetic' : 'measured'}/${editionName(key)}/`;
}

export async function putAnswer(bucket: R2Bucket, key: ReportKey, report: KeptReport): Promise<void> {
  await putPacked(bucket, `${folderOf(key)}${report.region}.json.gz`, report);
}

/** Null where nobody had measured in the region. */
export async function getAnswer(
  bucket: R2Bucket,
  key: ReportKey,
  region: string,
): Promise<KeptReport | null> {
  const found = await getPacked(bucket, `${folderOf(key)}${region}.json.gz`);
  // Only this file writes here, what the API answers.
  return found === null ? null : (found.value as KeptReport);
}

/** Codes of the regions that an edition tells of. */
export async function regionsTold(bucket: R2Bucket, key: ReportKey): Promise<string[]> {
  const folder = folderOf(key);
  const regions: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const found = await bucket.list({ prefix: folder, ...(cursor !== undefined && { cursor }) });
    regions.push(...found.objects.map((object) => object.key.slice(folder.length).replace('.json.gz', '')));
    if (!found.truncated) return regions;
    cursor = found.cursor;
  }
}

async function dropAnswers(bucket: R2Bucket, draft: Draft): Promise<void> {
  for (;;) {
    const { objects } = await bucket.list({ prefix: folderOf(draft), limit: 1_000 });
    if (objects.length === 0) return;
    await bucket.delete(objects.map(({ key }) => key));
  }
}
