/** What a refresh writes: each step is one transaction, and fails as a whole when anything moved under it. */
import { inArray, lt, type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core';
import {
  cellChanges,
  cells,
  dirtyLines,
  lineMonths,
  results,
  rollupSteps,
  supersededResults,
} from '../../db/schema.ts';
import { ANONYMOUS_FROM_LINES } from '../../measurement-agent/protocol/statistics.ts';
import type { CellKey } from '../domain/statistics/cell-key.ts';
import type { LineMonth } from '../domain/statistics/line-month.ts';
import type { DirtyLine, RollupStep } from './rollup-queue.ts';

/** D1 takes 2 MB a value; text of JSON is counted in bytes. */
const CHARACTERS_A_STATEMENT = 1_000_000;

/** What a step brings into a cell; counts are differences. */
export interface CellWrite {
  key: CellKey;
  lines: number;
  results: number;
  /** Tags of the lines that changed. */
  changedLines: readonly string[];
  sums: string;
}

/** A cell as it is published, all changes in it; `summary` is null when it has too few lines for that. */
export interface CellPublication {
  key: CellKey;
  lines: number;
  results: number;
  sums: string;
  summary: string | null;
}

/** A cell in which too few lines changed; what steps brought into it becomes one change. */
export interface CellPostponement {
  key: CellKey;
  changedLines: readonly string[];
  sums: string;
}

export interface StepWrites {
  dirty: readonly DirtyLine[];
  /** Ids of the results that rollups have from now on. */
  resultIds: readonly string[];
  cells: readonly CellWrite[];
  lineMonths: readonly { line: string; months: readonly LineMonth[] }[];
}

/**
 * Writes one step; false when another step came before, or one of the lines changed since it was read: nothing is written
 * then, and the step must be made anew.
 */
export function commitStep(
  database: D1Database,
  next: RollupStep,
  writes: StepWrites,
  atMs: number,
): Promise<boolean> {
  const db = drizzle(database);
  const lines = JSON.stringify(writes.dirty.map(({ line }) => line));
  const marks = JSON.stringify(writes.dirty.map(({ line, mark }) => [line, mark]));
  const unchanged = sql`(select count(*) from json_each(${marks}) as read
    join ${dirtyLines} on ${dirtyLines.line} = unhex(read.value ->> 0) and ${dirtyLines.mark} = read.value ->> 1)`;
  const ofLines = sql`(select unhex(value) from json_each(${lines}))`;
  return inOneStep(database, [
    // `lines` must not be null: a line that changed fails the whole batch.
    db.insert(rollupSteps).values({
      ...next,
      atMs,
      lines: sql`case when ${unchanged} = ${writes.dirty.length} then ${writes.dirty.length} end`,
    }),
    ...inPieces(
      writes.cells.map(({ key, ...cell }) => [
        ...keyFields(key),
        cell.lines,
        cell.results,
        cell.changedLines.length,
      ]),
    ).map((piece) => countInCells(piece)),
    ...inPieces(
      writes.cells.map(({ key, sums, changedLines }) => [
        ...keyFields(key),
        next.step,
        sums,
        changedLines.join(' '),
      ]),
    ).map((piece) => insertCellChanges(piece)),
    db.delete(lineMonths).where(inArray(lineMonths.line, ofLines)),
    ...inPieces(
      writes.lineMonths.flatMap(({ line, months }) => months.map((month) => lineMonthFields(line, month))),
    ).map((piece) => insertLineMonths(piece)),
    ...inPieces(writes.resultIds).map((piece) =>
      db
        .update(results)
        .set({ rolledUpAsOf: next.asOf })
        .where(inArray(results.id, sql`(select value from json_each(${piece}))`)),
    ),
    db.delete(supersededResults).where(inArray(supersededResults.line, ofLines)),
    db.delete(dirtyLines).where(inArray(dirtyLines.line, ofLines)),
    db.delete(rollupSteps).where(lt(rollupSteps.step, next.step)),
  ]);
}

/**
 * Publishes some cells: their changes become part of their sums. Others are put off until more lines change. A step of its
 * own, so that no refresh comes in between.
 *
 * @returns false when another step came before.
 */
export function commitPublication(
  database: D1Database,
  next: RollupStep,
  {
    publications,
    postponements,
  }: { publications: readonly CellPublication[]; postponements: readonly CellPostponement[] },
  atMs: number,
): Promise<boolean> {
  const db = drizzle(database);
  return inOneStep(database, [
    db.insert(rollupSteps).values({ ...next, atMs, lines: 0 }),
    ...inPieces(
      publications.map(({ key, lines, results: counted, sums, summary }) => [
        ...keyFields(key),
        summary === null ? null : lines,
        summary === null ? null : counted,
        sums,
        summary,
      ]),
    ).map((piece) => publishInto(piece, atMs)),
    ...inPieces([...publications, ...postponements].map(({ key }) => keyFields(key))).map(
      (piece) => sql`delete from ${cellChanges}
        where (grouping_set, period, slice, place) in
          (select value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(${piece}))`,
    ),
    ...inPieces(
      postponements.map(({ key, sums, changedLines }) => [
        ...keyFields(key),
        next.step,
        sums,
        changedLines.join(' '),
        Math.min(changedLines.length, ANONYMOUS_FROM_LINES - 1),
      ]),
    ).flatMap((piece) => [insertCellChanges(piece), postponeIn(piece)]),
    db.delete(rollupSteps).where(lt(rollupSteps.step, next.step)),
  ]);
}

/**
 * Moves rolling windows on: lines with a result on a day that one of them leaves are to be counted anew.
 *
 * @param leaving Times between which such results lie.
 */
export function commitWindows(
  database: D1Database,
  next: RollupStep,
  leaving: readonly { fromMs: number; toMs: number }[],
  atMs: number,
): Promise<boolean> {
  const db = drizzle(database);
  return inOneStep(database, [
    db.insert(rollupSteps).values({ ...next, atMs, lines: 0 }),
    ...leaving.map(({ fromMs, toMs }) =>
      markLines(sql`where measured_at_ms >= ${fromMs} and measured_at_ms < ${toMs}`),
    ),
    db.delete(rollupSteps).where(lt(rollupSteps.step, next.step)),
  ]);
}

/** Throws all rollups away and marks every line, as another version of the code would count otherwise. */
export function commitReset(database: D1Database, next: RollupStep, atMs: number): Promise<boolean> {
  const db = drizzle(database);
  return inOneStep(database, [
    db.insert(rollupSteps).values({ ...next, atMs, lines: 0 }),
    db.delete(cells),
    db.delete(cellChanges),
    db.delete(lineMonths),
    db.delete(supersededResults),
    db.update(results).set({ rolledUpAsOf: null }),
    markLines(sql`where true`),
    db.delete(rollupSteps).where(lt(rollupSteps.step, next.step)),
  ]);
}

function markLines(where: SQL): SQL {
  return sql`insert into ${dirtyLines} (line, mark)
    select line, abs(random() % 9007199254740991) from (select distinct line from ${results} ${where}) where true
    on conflict (line) do update set mark = excluded.mark`;
}

function keyFields({ groupingSet, period, slice, place }: CellKey) {
  return [groupingSet, period, slice, place];
}

function countInCells(piece: string) {
  return sql`insert into ${cells} (grouping_set, period, slice, place, lines, results, changed_lines)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
    from json_each(${piece}) where true
    on conflict (grouping_set, period, slice, place) do update set
      lines = lines + excluded.lines, results = results + excluded.results,
      changed_lines = changed_lines + excluded.changed_lines`;
}

function insertCellChanges(piece: string) {
  return sql`insert into ${cellChanges} (grouping_set, period, slice, place, step, sums, lines)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
    from json_each(${piece})`;
}

/** Of a cell that is put off fewer than ten lines are said to have changed: it is looked at again after the next change. */
function postponeIn(piece: string) {
  return sql`update ${cells} set changed_lines = put_off.value ->> 7
    from json_each(${piece}) as put_off
    where grouping_set = put_off.value ->> 0 and period = put_off.value ->> 1 and slice = put_off.value ->> 2
      and place = put_off.value ->> 3`;
}

function publishInto(piece: string, atMs: number) {
  return sql`update ${cells} set published_lines = told.value ->> 4, published_results = told.value ->> 5,
      sums = told.value ->> 6, summary = told.value ->> 7, published_at_ms = ${atMs}, changed_lines = 0
    from json_each(${piece}) as told
    where grouping_set = told.value ->> 0 and period = told.value ->> 1 and slice = told.value ->> 2
      and place = told.value ->> 3`;
}

function lineMonthFields(line: string, month: LineMonth) {
  const { place, prefixBucket } = month.attributes;
  const { methodVersion, synthetic, cohort } = month.partition;
  return [
    line,
    month.month,
    methodVersion,
    Number(synthetic),
    cohort,
    month.medium,
    month.ipVersion,
    month.band,
    month.standsFor,
    place.isp,
    place.country,
    place.area,
    place.subdivision,
    place.access,
    place.method,
    place.dwelling,
    place.tier,
    prefixBucket,
    month.results,
    JSON.stringify(month.figures),
  ];
}

function insertLineMonths(piece: string) {
  return sql`insert into ${lineMonths} (line, month, method_version, synthetic, cohort, medium, ip_version, band,
      stands_for, isp, country, area, subdivision, access, method, dwelling, tier, prefix_bucket, results, figures)
    select unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
      value ->> 8, value ->> 9, value ->> 10, value ->> 11, value ->> 12, value ->> 13, value ->> 14, value ->> 15,
      value ->> 16, value ->> 17, value ->> 18, value ->> 19
    from json_each(${piece})`;
}

/** Lists of JSON, none longer than a statement may bind. */
function inPieces(values: readonly unknown[]): string[] {
  const pieces: string[] = [];
  let piece: string[] = [];
  let length = 0;
  for (const value of values) {
    const text = JSON.stringify(value);
    if (length + text.length > CHARACTERS_A_STATEMENT && piece.length > 0) {
      pieces.push(`[${piece.join(',')}]`);
      piece = [];
      length = 0;
    }
    piece.push(text);
    length += text.length + 1;
  }
  if (piece.length > 0) pieces.push(`[${piece.join(',')}]`);
  return pieces;
}

/** A query of drizzle's, or plain SQL: drizzle's own batch takes no plain SQL. */
type Statement = SQL | { toSQL(): { sql: string; params: unknown[] } };

const dialect = new SQLiteAsyncDialect();

/** Runs statements as one transaction; false when it was another's turn. */
async function inOneStep(database: D1Database, statements: readonly Statement[]): Promise<boolean> {
  try {
    await database.batch(
      statements.map((statement) => {
        const query = 'toSQL' in statement ? statement.toSQL() : dialect.sqlToQuery(statement);
        return database.prepare(query.sql).bind(...query.params);
      }),
    );
    return true;
  } catch (error) {
    if (isConstraint(error)) return false;
    throw error;
  }
}

/** D1 tells what a statement broke in its message only. */
function isConstraint(error: unknown): boolean {
  return error instanceof Error && /(?:UNIQUE|NOT NULL) constraint failed: rollup_steps/.test(error.message);
}
