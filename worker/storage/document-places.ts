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

/** A bundle that a sweep has given up: its object is being deleted, and nothing may point to it any more. */
const CONDEMNED = -1;

/** Whether a bundle may be pointed to: it is registered, and no sweep has given it up. */
const standing = (bundle: number) => sql`exists (select 1 from ${documentBundles}
  where id = ${bundle} and coalesce(check_after_ms, 0) > ${CONDEMNED})`;

/**
 * Keeps rows whose documents lie in a bundle, of ids that nobody kept, deleted or began meanwhile.
 *
 * @returns Null where the bundle was given up meanwhile: nothing was kept.
 */
export async function keepInBundle(
  database: D1Database,
  bundle: number,
  places: readonly Place[],
  rows: readonly ResultRow[],
): Promise<{ created: Set<string>; deleted: Set<string> } | null> {
  const json = JSON.stringify(places.map(({ id, offset, length }) => [id, offset, length]));
  const ids = places.map(({ id }) => id);
  const [, created, , deleted, stands] = await runTogether(database, [
    sql`insert into ${documentPlaces} (id, bundle, "offset", length)
      select value ->> 0, ${bundle}, value ->> 1, value ->> 2 from json_each(${json})
      where not exists (select 1 from ${results} where id = value ->> 0)
        and not exists (select 1 from ${deletedResults} where id = value ->> 0)
        and ${standing(bundle)}
      on conflict (id) do nothing`,
    insertRows(
      rows,
      (id) => sql`exists (select 1 from ${documentPlaces} p where p.id = ${id} and p.bundle = ${bundle})`,
    ),
    checked(bundle, places.length),
    sql`select id from ${deletedResults} where id ${among(ids)}`,
    sql`select 1 where ${standing(bundle)}`,
  ]);
  if (stands?.length !== 1) return null;
  return { created: idsOf(created), deleted: idsOf(deleted) };
}

/** Nothing is to be looked for in a bundle all of whose documents are pointed to; one that holds more is looked at next. */
function checked(bundle: number, documents: number): SQL {
  return sql`update ${documentBundles} set check_after_ms = case
      when (select count(*) from ${documentPlaces} where bundle = ${bundle}) = ${documents} then null else 0 end
    where id = ${bundle} and ${standing(bundle)}`;
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

/** Remembers that a result was deleted, and takes its row and place away; answers the bundle, which somebody is to look at now, or null. */
export async function forgetResult(
  database: D1Database,
  id: string,
  deletedAtMs: number,
): Promise<number | null> {
  const [, , , places] = await runTogether(database, [
    sql`insert into ${deletedResults} (id, deleted_at_ms) values (${id}, ${deletedAtMs}) on conflict (id) do nothing`,
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
 * Makes what points to one bundle point to another, which holds the same documents; nothing where `guarded` points to the one no more,
 * or where the other was given up meanwhile.
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
      from (select value from json_each(${json}) where ${held} and ${standing(to)}) as moved
      where ${documentPlaces}.id = moved.value ->> 0 and ${documentPlaces}.bundle = ${from}`,
    checked(to, places.length),
    sql`update ${documentBundles} set check_after_ms = 0 where id = ${from} and ${standing(from)}`,
    sql`select (select count(*) from ${documentPlaces} where bundle = ${from}) as "from",
      (select count(*) from ${documentPlaces} where bundle = ${to}) as "to"`,
  ]);
  return { from: Number(counts?.[0]?.from), to: Number(counts?.[0]?.to) };
}

/**
 * Gives a bundle up that nothing points to: from now on nothing ever will. Only then its object may go, as whoever began it may have
 * been suspended for longer than any time one waits.
 *
 * @returns Whether it is given up, now or before.
 */
export async function condemnBundle(database: D1Database, bundle: number): Promise<boolean> {
  const [, stands] = await runTogether(database, [
    sql`update ${documentBundles} set check_after_ms = ${CONDEMNED} where id = ${bundle}
      and not exists (select 1 from ${documentPlaces} where bundle = ${bundle})`,
    sql`select 1 where ${standing(bundle)}`,
  ]);
  return stands?.length === 0;
}

/**
 * Has a bundle that is due looked at later.
 *
 * @returns Whether it was due still.
 */
export async function postponeBundle(
  database: D1Database,
  bundle: number,
  nowMs: number,
  checkAfterMs: number,
): Promise<boolean> {
  const [postponed] = await runTogether(database, [
    sql`update ${documentBundles} set check_after_ms = ${checkAfterMs}
      where id = ${bundle} and check_after_ms <= ${nowMs} and ${standing(bundle)} returning id`,
  ]);
  return postponed?.length === 1;
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
