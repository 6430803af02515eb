/** Lists of the newest first, by time and what tells apart what came at one time; a page ends with the place that the next begins after. */
import { type Column, desc, type SQL, sql } from 'drizzle-orm';

/** Values of the columns that a list is sorted by, of the last row of a page. */
export type ListPlace = readonly (string | number)[];

/** Where the rows after a place are; undefined for all. */
export function afterPlace(columns: readonly Column[], place: ListPlace | null): SQL | undefined {
  if (place === null) return undefined;
  const values = place.map((value) => sql`${value}`);
  return sql`(${sql.join([...columns], sql`, `)}) < (${sql.join(values, sql`, `)})`;
}

export function newestFirst(columns: readonly Column[]): SQL[] {
  return columns.map((column) => desc(column));
}
