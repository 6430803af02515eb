/** Rollups, as they are published. */
import { and, eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm';
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1';
import { cells, publishedCells, toldCells, toldPeriods } from '../../db/schema.ts';
import { FIGURES, type Figure } from '../../measurement-agent/protocol/statistics.ts';
import type { CellKey } from '../domain/statistics/cell-key.ts';
import { TOLD_COLUMNS } from './told-cells.ts';

/** All cells in the order of their rows, after one of them; 0 begins. Counts are those of now, sums the published ones. */
export function allCellsFrom(
  database: D1Database,
  after: number,
  limit: number,
): Promise<
  (CellKey & {
    sums: string | null;
    summary: string | null;
    lines: number;
    results: number;
    rowid: number;
  })[]
> {
  return drizzle(database)
    .select({
      rowid: sql<number>`${cells}.rowid`,
      groupingSet: cells.groupingSet,
      period: cells.period,
      slice: cells.slice,
      place: cells.place,
      lines: cells.lines,
      results: cells.results,
      sums: publishedCells.sums,
      summary: publishedCells.summary,
    })
    .from(cells)
    .leftJoin(publishedCells, isLastOfCell())
    .where(sql`${cells}.rowid > ${after}`)
    .orderBy(sql`${cells}.rowid`)
    .limit(limit);
}

/** Whether a published cell is what the last publication of a cell, be it under way, made of it. */
export function isLastOfCell() {
  return and(
    eq(publishedCells.groupingSet, cells.groupingSet),
    eq(publishedCells.period, cells.period),
    eq(publishedCells.slice, cells.slice),
    eq(publishedCells.place, cells.place),
    eq(publishedCells.publication, cells.publishedAtMs),
  );
}

/** What a publication tells of cells, and which of them it does not. */
export interface WantedCounts {
  groupingSet: string;
  /** As of told cells: quarters by their own names. */
  periods: readonly string[];
  slice: string;
  /** Places with all of these values in them; any when there is none. */
  values: readonly string[];
}

/** Counts of cells, in the order of their places and periods. */
export function toldQuery(
  database: DrizzleD1Database,
  publication: number,
  { groupingSet, periods, slice, values }: WantedCounts,
) {
  const named = sql`json_each(${JSON.stringify(periods)}) as named`;
  return database
    .select(TOLD_COLUMNS)
    .from(named)
    .innerJoin(
      toldCells,
      and(
        sql`${toldCells.period} = named.value`,
        eq(toldCells.slice, slice),
        sql`${toldCells.publication} = (select max(${toldPeriods.publication}) from ${toldPeriods}
          where ${toldPeriods.period} = named.value and ${toldPeriods.slice} = ${slice}
            and ${toldPeriods.publication} <= ${publication})`,
        eq(toldCells.groupingSet, groupingSet),
        ...values.map((value) => sql`instr('|' || ${toldCells.place} || '|', ${`|${value}|`}) > 0`),
      ),
    )
    .orderBy(toldCells.place, toldCells.period);
}

/** Rows of a set that are published. */
export interface Wanted {
  groupingSet: string;
  periods: readonly string[];
  slices: readonly string[];
  places: readonly string[];
}

function isWanted({ groupingSet, periods, slices, places }: Wanted, publication: number) {
  const table = publishedCells;
  return and(
    eq(table.groupingSet, groupingSet),
    inArray(table.period, sql`(select value from json_each(${JSON.stringify(periods)}))`),
    inArray(table.slice, sql`(select value from json_each(${JSON.stringify(slices)}))`),
    inArray(table.place, sql`(select value from json_each(${JSON.stringify(places)}))`),
    sql`${table.publication} = (select max(other.publication) from ${table} as other
      where other.grouping_set = ${table.groupingSet} and other.period = ${table.period}
        and other.slice = ${table.slice} and other.place = ${table.place} and other.publication <= ${publication})`,
    isNotNull(table.summary),
  );
}

/** The sums of a published cell. */
export type CellSumsRow = CellKey & { sums: string; publishedAtMs: number | null };

export function withSums(
  found: readonly (Omit<CellSumsRow, 'sums'> & { sums: string | null })[],
): CellSumsRow[] {
  return found.flatMap(({ sums, ...cell }) => (sums === null ? [] : [{ ...cell, sums }]));
}

/** Sums of published cells, of these figures only: a large cell is read in a tenth of the time for one of them. */
export function sumsQuery(
  database: DrizzleD1Database,
  publication: number,
  wanted: Wanted,
  figures: readonly Figure[],
) {
  return database
    .select({
      groupingSet: publishedCells.groupingSet,
      period: publishedCells.period,
      slice: publishedCells.slice,
      place: publishedCells.place,
      sums: partsOf(figures),
      publishedAtMs: publishedCells.publication,
    })
    .from(publishedCells)
    .where(isWanted(wanted, publication))
    .orderBy(publishedCells.place, publishedCells.period);
}

/** What is told of a published cell. */
export type CellSummaryRow = Omit<CellKey, 'groupingSet'> & {
  summary: string;
  publishedAtMs: number | null;
};

export function withSummary(
  found: readonly (Omit<CellSummaryRow, 'summary'> & { summary: string | null })[],
): CellSummaryRow[] {
  return found.flatMap(({ summary, ...cell }) => (summary === null ? [] : [{ ...cell, summary }]));
}

/** What is told of published cells. */
export function summariesQuery(database: DrizzleD1Database, publication: number, wanted: Wanted) {
  return database
    .select({
      period: publishedCells.period,
      slice: publishedCells.slice,
      place: publishedCells.place,
      summary: publishedCells.summary,
      publishedAtMs: publishedCells.publication,
    })
    .from(publishedCells)
    .where(isWanted(wanted, publication))
    .orderBy(publishedCells.place, publishedCells.period);
}

/** The code of sums without the parts of other figures (cell-code.ts). */
function partsOf(figures: readonly Figure[]): SQL<string | null> {
  if (figures.length === FIGURES.length) return sql`${publishedCells.sums}`;
  const parts = FIGURES.map((figure, index) =>
    figures.includes(figure) ? sql`${publishedCells.sums} ->> ${sql.raw(String(index + 1))}` : sql`''`,
  );
  return sql`json_array(${publishedCells.sums} ->> 0, ${sql.join(parts, sql`, `)})`;
}
