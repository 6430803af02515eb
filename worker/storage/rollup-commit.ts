/** What a refresh writes: each step is one transaction, and fails as a whole when anything moved under it. */
import { inArray, lt, type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import {
  cellChanges,
  cells,
  cellsToAddUp,
  dirtyLines,
  lineMonths,
  periodsToTell,
  publications,
  publishedCells,
  replacedCells,
  results,
  rollupSteps,
  supersededResults,
  toldCells,
  toldPeriods,
} from '../../db/schema.ts';
import { ANONYMOUS_FROM_LINES } from '../../measurement-agent/protocol/statistics.ts';
import { wholesOf } from '../domain/statistics/added-up-cells.ts';
import type { CellKey } from '../domain/statistics/cell-key.ts';
import type { LineMonth } from '../domain/statistics/line-month.ts';
import { lineMonthFields } from './line-months.ts';
import { inOneStep, inPieces } from './one-step.ts';
import type { DirtyLine, RollupStep } from './rollup-queue.ts';

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

/** A cell that was added up from published parts; `summary` is null when it has too few lines for that. */
export interface CellAddedUp {
  key: CellKey;
  summary: string | null;
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
    ...inPieces(publications.map(({ key, sums, summary }) => [...keyFields(key), summary, sums])).map(
      (piece) => insertPublished(piece, atMs),
    ),
    ...inPieces(
      publications.map(({ key, lines, results: counted, summary }) => [
        ...keyFields(key),
        ...(summary === null ? [null, null] : [lines, counted]),
      ]),
    ).flatMap((piece) => [replaceEarlier(piece, atMs), markPublished(piece, atMs)]),
    ...inPieces(publications.flatMap(({ key }) => wholesOf(key)).map((key) => keyFields(key))).map(
      (piece) => sql`insert into ${cellsToAddUp} (grouping_set, period, slice, place)
        select value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(${piece}) where true
        on conflict (grouping_set, period, slice, place) do nothing`,
    ),
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
 * Publishes cells that were added up.
 *
 * @returns false when another step came before.
 */
export function commitAddedUp(
  database: D1Database,
  next: RollupStep,
  cellsAddedUp: readonly CellAddedUp[],
  atMs: number,
): Promise<boolean> {
  const db = drizzle(database);
  return inOneStep(database, [
    db.insert(rollupSteps).values({ ...next, atMs, lines: 0 }),
    ...inPieces(cellsAddedUp.map(({ key, summary }) => [...keyFields(key), summary, null])).flatMap(
      (piece) => [
        insertPublished(piece, atMs),
        replaceEarlier(piece, atMs),
        sql`delete from ${cellsToAddUp} where (grouping_set, period, slice, place) in
        (select value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(${piece}))`,
      ],
    ),
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

/**
 * Throws all rollups away and marks every line, as another version of the code would count otherwise. What is published goes with them,
 * and that it was: the next publication is as the first, and waits for no day.
 */
export function commitReset(database: D1Database, next: RollupStep, atMs: number): Promise<boolean> {
  const db = drizzle(database);
  return inOneStep(database, [
    db.insert(rollupSteps).values({ ...next, atMs, lines: 0 }),
    db.delete(cells),
    db.delete(cellChanges),
    db.delete(publications),
    db.delete(publishedCells),
    db.delete(replacedCells),
    db.delete(toldCells),
    db.delete(toldPeriods),
    db.delete(periodsToTell),
    db.delete(cellsToAddUp),
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

/** A cell that changed again while its publication is under way is published in it again. */
function insertPublished(piece: string, atMs: number) {
  return sql`insert into ${publishedCells} (grouping_set, period, slice, place, publication, summary, sums)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, ${atMs}, value ->> 4, value ->> 5
    from json_each(${piece}) where true
    on conflict (grouping_set, period, slice, place, publication) do update set
      summary = excluded.summary, sums = excluded.sums`;
}

/** What publications before made of these cells is of no use once this one has ended. */
function replaceEarlier(piece: string, atMs: number) {
  return sql`insert into ${replacedCells} (id, publication)
    select earlier.id, ${atMs} from json_each(${piece}) as told
    join ${publishedCells} as earlier
      on earlier.grouping_set = told.value ->> 0 and earlier.period = told.value ->> 1
      and earlier.slice = told.value ->> 2 and earlier.place = told.value ->> 3 and earlier.publication < ${atMs}
    where true on conflict (id) do nothing`;
}

function markPublished(piece: string, atMs: number) {
  return sql`update ${cells} set published_lines = told.value ->> 4, published_results = told.value ->> 5,
      published_at_ms = ${atMs}, changed_lines = 0
    from json_each(${piece}) as told
    where grouping_set = told.value ->> 0 and period = told.value ->> 1 and slice = told.value ->> 2
      and place = told.value ->> 3`;
}

function insertLineMonths(piece: string) {
  return sql`insert into ${lineMonths} (line, month, method_version, synthetic, cohort, medium, ip_version, band,
      stands_for, isp, country, area, subdivision, access, method, dwelling, tier, prefix_bucket, results, figures)
    select unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
      value ->> 8, value ->> 9, value ->> 10, value ->> 11, value ->> 12, value ->> 13, value ->> 14, value ->> 15,
      value ->> 16, value ->> 17, value ->> 18, value ->> 19
    from json_each(${piece})`;
}
