/**
 * Which bundle a document lies in, and what rows follow from it. One exported function is one transaction: a result's row and its
 * place appear together and go together.
 */
import { type SQL, sql } from 'drizzle-orm';
import { documentBundles, documentPlaces } from '../../db/documents.ts';
import { deletedResults, results } from '../../db/schema.ts';
import type { ResultRow } from '../domain/result-row.ts';
import { insertRows } from './results.ts';
import { runTogether } from './statement.ts';

/** Bytes of a bundle in which a document lies. */
export interface Place {
  id: string;
  bundle: number;
  offset: number;
  length: number;
}

/** What is known of many ids. */
export interface Known {
  deleted: Set<string>;
  /** They have a row. */
  kept: Set<string>;
  /** A document of their own is, or was, being written; there is no row yet. */
  begun: Set<string>;
}

const among = (ids: readonly string[]) => sql`in (select value from json_each(${JSON.stringify(ids)}))`;

const knownOf = (ids: readonly string[]): SQL[] => [
  sql`select id from ${deletedResults} where id ${among(ids)}`,
  sql`select id from ${results} where id ${among(ids)}`,
  sql`select id from ${documentPlaces} where bundle is null and id ${among(ids)}`,
];

function idsOf(rows: Record<string, unknown>[] | undefined): Set<string> {
  return new Set(rows?.map(({ id }) => String(id)));
}

function readKnown([deleted, kept, begun]: Record<string, unknown>[][]): Known {
  return { deleted: idsOf(deleted), kept: idsOf(kept), begun: idsOf(begun) };
}

/** Says what is known of ids, and registers a bundle for those that are not. */
export async function beginBundle(
  database: D1Database,
  ids: readonly string[],
  checkAfterMs: number,
): Promise<Known & { bundle: number }> {
  const answers = await runTogether(database, [
    ...knownOf(ids),
    sql`insert into ${documentBundles} (check_after_ms) values (${checkAfterMs}) returning id`,
  ]);
  return { ...readKnown(answers), bundle: Number(answers[3]?.[0]?.id) };
}

/** Registers a bundle. */
export async function registerBundle(database: D1Database, checkAfterMs: number): Promise<number> {
  const [rows] = await runTogether(database, [
    sql`insert into ${documentBundles} (check_after_ms) values (${checkAfterMs}) returning id`,
  ]);
  return Number(rows?.[0]?.id);
}

/** Says what is known of ids, and remembers of those that are not that documents of their own are begun. */
export async function beginDocuments(database: D1Database, ids: readonly string[]): Promise<Known> {
  return readKnown(
    await runTogether(database, [
      ...knownOf(ids),
      sql`insert into ${documentPlaces} (id) select value from json_each(${JSON.stringify(ids)})
        where not exists (select 1 from ${results} where id = value)
          and not exists (select 1 from ${deletedResults} where id = value)
        on conflict (id) do nothing`,
    ]),
  );
}

/** Keeps rows whose documents lie in a bundle, of ids that nobody kept, deleted or began meanwhile. */
export async function keepInBundle(
  database: D1Database,
  bundle: number,
  places: readonly Place[],
  rows: readonly ResultRow[],
): Promise<{ created: Set<string>; deleted: Set<string> }> {
  const json = JSON.stringify(places.map(({ id, offset, length }) => [id, offset, length]));
  const ids = places.map(({ id }) => id);
  const [, created, , deleted] = await runTogether(database, [
    sql`insert into ${documentPlaces} (id, bundle, "offset", length)
      select value ->> 0, ${bundle}, value ->> 1, value ->> 2 from json_each(${json})
      where not exists (select 1 from ${results} where id = value ->> 0)
        and not exists (select 1 from ${deletedResults} where id = value ->> 0)
      on conflict (id) do nothing`,
    insertRows(
      rows,
      (id) => sql`exists (select 1 from ${documentPlaces} p where p.id = ${id} and p.bundle = ${bundle})`,
    ),
    whole(bundle, places.length),
    sql`select id from ${deletedResults} where id ${among(ids)}`,
  ]);
  return { created: idsOf(created), deleted: idsOf(deleted) };
}

/** Nothing is to be looked for in a bundle all of whose documents are pointed to. */
function whole(bundle: number, documents: number): SQL {
  return sql`update ${documentBundles} set check_after_ms = null where id = ${bundle}
    and (select count(*) from ${documentPlaces} where bundle = ${bundle}) = ${documents}`;
}

/** Keeps rows whose documents lie under keys of their own. */
export async function keepRows(
  database: D1Database,
  rows: readonly ResultRow[],
): Promise<{ created: Set<string>; deleted: Set<string> }> {
  const ids = rows.map(({ id }) => id);
  const [created, , deleted] = await runTogether(database, [
    insertRows(rows, (id) => sql`not exists (select 1 from ${deletedResults} d where d.id = ${id})`),
    sql`delete from ${documentPlaces} where bundle is null and id ${among(ids)}`,
    sql`select id from ${deletedResults} where id ${among(ids)}`,
  ]);
  return { created: idsOf(created), deleted: idsOf(deleted) };
}

/** Takes a result's row and place away; answers the bundle, which somebody is to look at now, or null. */
export async function forgetResult(database: D1Database, id: string): Promise<number | null> {
  const [, , places] = await runTogether(database, [
    sql`delete from ${results} where id = ${id}`,
    sql`update ${documentBundles} set check_after_ms = 0
      where id = (select bundle from ${documentPlaces} where id = ${id})`,
    sql`delete from ${documentPlaces} where id = ${id} returning bundle`,
  ]);
  const bundle = places?.[0]?.bundle;
  return typeof bundle === 'number' ? bundle : null;
}

/** Null where the document is in no bundle. */
export async function placeOf(database: D1Database, id: string): Promise<Place | null> {
  const [rows] = await runTogether(database, [
    sql`select id, bundle, "offset", length from ${documentPlaces} where id = ${id} and bundle is not null`,
  ]);
  return (rows?.[0] as unknown as Place | undefined) ?? null;
}

/** Of all documents of a bundle that are some result's. */
export async function placesIn(database: D1Database, bundle: number): Promise<Place[]> {
  const [rows = []] = await runTogether(database, [
    sql`select id, bundle, "offset", length from ${documentPlaces} where bundle = ${bundle} order by "offset", id`,
  ]);
  return rows as unknown as Place[];
}

/**
 * Makes what points to one bundle point to another, which holds the same documents; nothing where `guarded` points to the one no more.
 *
 * @returns How many point to either now.
 */
export async function movePlaces(
  database: D1Database,
  from: number,
  to: number,
  places: readonly Place[],
  guarded: string | null,
): Promise<{ from: number; to: number }> {
  const json = JSON.stringify(places.map(({ id, offset, length }) => [id, offset, length]));
  const held =
    guarded === null
      ? sql`1`
      : sql`exists (select 1 from ${documentPlaces} where id = ${guarded} and bundle = ${from})`;
  const [, , , counts] = await runTogether(database, [
    // All that an UPDATE … FROM joins is worked out before the first row changes.
    sql`update ${documentPlaces} set bundle = ${to}, "offset" = moved.value ->> 1, length = moved.value ->> 2
      from (select value from json_each(${json}) where ${held}) as moved
      where ${documentPlaces}.id = moved.value ->> 0 and ${documentPlaces}.bundle = ${from}`,
    whole(to, places.length),
    sql`update ${documentBundles} set check_after_ms = 0 where id = ${from}`,
    sql`select (select count(*) from ${documentPlaces} where bundle = ${from}) as "from",
      (select count(*) from ${documentPlaces} where bundle = ${to}) as "to"`,
  ]);
  return { from: Number(counts?.[0]?.from), to: Number(counts?.[0]?.to) };
}

/** Forgets a bundle that nothing points to. */
export async function forgetBundle(database: D1Database, bundle: number): Promise<void> {
  await runTogether(database, [
    sql`delete from ${documentBundles} where id = ${bundle}
      and not exists (select 1 from ${documentPlaces} where bundle = ${bundle})`,
  ]);
}

/** Bundles that may hold what no result points to. */
export async function bundlesToCheck(database: D1Database, nowMs: number, limit: number): Promise<number[]> {
  const [rows = []] = await runTogether(database, [
    sql`select id from ${documentBundles} where check_after_ms <= ${nowMs} order by check_after_ms limit ${limit}`,
  ]);
  return rows.map(({ id }) => Number(id));
}
