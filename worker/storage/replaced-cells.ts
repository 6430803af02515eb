/** What publications made and later ones made anew: kept as long as somebody may still read it. */
import { inArray, lte, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { publishedCells, replacedCells, toldCells, toldPeriods } from '../../db/schema.ts';
import type { Publication } from './publications.ts';

/**
 * Removes some of what publications before the last that ended made and a later one made anew. For when nobody reads as of
 * them any more.
 *
 * @returns Whether nothing is left.
 */
export async function sweepReplaced(
  database: D1Database,
  ended: Publication,
  limit: number,
): Promise<boolean> {
  const db = drizzle(database);
  const found = await db
    .select({ id: replacedCells.id })
    .from(replacedCells)
    .where(lte(replacedCells.publication, ended.atMs))
    .limit(limit);
  const ids = sql`(select value from json_each(${JSON.stringify(found.map(({ id }) => id))}))`;
  const old = await db
    .select({ period: toldPeriods.period, slice: toldPeriods.slice, publication: toldPeriods.publication })
    .from(toldPeriods)
    .where(
      sql`${toldPeriods.publication} < (select max(last.publication) from ${toldPeriods} as last
        where last.period = ${toldPeriods.period} and last.slice = ${toldPeriods.slice}
          and last.publication <= ${ended.atMs})`,
    )
    .limit(limit);
  if (found.length === 0 && old.length === 0) return true;
  const among = sql`(period, slice, publication) in (select value ->> 0, value ->> 1, value ->> 2
    from json_each(${JSON.stringify(old.map(({ period, slice, publication }) => [period, slice, publication]))}))`;
  await db.batch([
    db.delete(publishedCells).where(inArray(publishedCells.id, ids)),
    db.delete(replacedCells).where(inArray(replacedCells.id, ids)),
    db.delete(toldCells).where(among),
    db.delete(toldPeriods).where(among),
  ]);
  return false;
}
