/** Line-month rows, for combinations that no rollup keeps. */
import { and, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { lineMonths } from '../../db/schema.ts';
import type { Dimension } from '../../measurement-agent/protocol/statistics.ts';
import type { Partition } from '../domain/statistics/cell-key.ts';
import type { LineFigures } from '../domain/statistics/line-figures.ts';
import type { LineMonth } from '../domain/statistics/line-month.ts';

/** A line's month in the dimensions that were asked for. */
export interface LineMonthRow {
  /** The line, in hexadecimal. */
  line: string;
  month: string;
  /** Values of the dimensions, in the order they were asked for; null where the line has no place. */
  values: (string | null)[];
  prefixBucket: number | null;
  results: number;
  figures: LineFigures;
}

/** Rows of some months that have these values, at most `limit`. */
export async function lineMonthRows(
  database: D1Database,
  question: {
    months: readonly string[];
    partition: Partition;
    dimensions: readonly Dimension[];
    filters: ReadonlyMap<Dimension, string>;
  },
  limit: number,
): Promise<LineMonthRow[]> {
  const { months, partition, dimensions, filters } = question;
  const asked = new Set<Dimension>([...dimensions, ...filters.keys()]);
  // What is not asked for is taken of all ways together: the row that stands for that generalisation.
  const generalisation = (asked.has('medium') ? 0 : 1) + (asked.has('ipVersion') ? 0 : 2) + 4;
  const found = await drizzle(database)
    .select({
      line: sql<string>`hex(${lineMonths.line})`,
      month: lineMonths.month,
      values: sql<string>`json_array(${sql.join(
        dimensions.map((dimension) => lineMonths[dimension]),
        sql`, `,
      )})`,
      prefixBucket: lineMonths.prefixBucket,
      results: lineMonths.results,
      figures: lineMonths.figures,
    })
    .from(lineMonths)
    .where(
      and(
        inArray(lineMonths.month, [...months]),
        eq(lineMonths.methodVersion, partition.methodVersion),
        eq(lineMonths.synthetic, partition.synthetic),
        eq(lineMonths.cohort, partition.cohort),
        sql`(${lineMonths.standsFor} >> ${generalisation}) & 1`,
        ...[...filters].map(([dimension, value]) => sql`${lineMonths[dimension]} = ${value}`),
      ),
    )
    .limit(limit);
  return found.map(({ values, figures, ...row }) => ({
    ...row,
    values: JSON.parse(values) as (string | null)[],
    figures: JSON.parse(figures) as LineFigures,
  }));
}

/** A line's month as a list of all columns, in their order. */
export function lineMonthFields(line: string, month: LineMonth) {
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

/** Rows of these lines, in hexadecimal, each as `lineMonthFields` has it. */
export async function lineMonthsOf(
  database: D1Database,
  lines: readonly string[],
): Promise<{ line: string; fields: string }[]> {
  const { line, ...others } = getTableColumns(lineMonths);
  const found = await drizzle(database)
    .select({
      line: sql<string>`hex(${line})`,
      fields: sql<string>`json_array(${sql.join([sql`hex(${line})`, ...Object.values(others)], sql`, `)})`,
    })
    .from(lineMonths)
    .where(inArray(line, sql`(select unhex(value) from json_each(${JSON.stringify(lines)}))`));
  return found;
}

export async function countLineMonths(database: D1Database): Promise<number> {
  return drizzle(database).$count(lineMonths);
}
