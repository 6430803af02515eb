import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import type { Directory } from '../domain/directory.ts';
import { type ResultRow, rowOf } from '../domain/result-row.ts';
import type { SessionClaims } from '../domain/session-token.ts';
import { packBundle, putBundle } from '../storage/bundles.ts';
import { beginBundle, beginDocuments, keepInBundle, keepRows } from '../storage/document-places.ts';
import { getDocument, putDocument } from '../storage/documents.ts';
import { joinGroup, leaveGroup } from '../storage/groups.ts';
import type { Stores } from './read-document.ts';
import { removeResult } from './remove-result.ts';
import { BEGUN_FOR_MS, dropBundle, rewriteBundle } from './rewrite-bundle.ts';

/** A document to keep, and the claims of its session. */
interface Kept {
  document: ResultDocument;
  claims: SessionClaims;
}

type Became = 'created' | 'kept' | 'deleted';

/**
 * Keeps documents and their rows: a single one under a key of its own, many in one object. Of each result the first document stays.
 *
 * @returns What became of each id.
 */
export async function keepResults(
  stores: Stores,
  submitted: readonly Kept[],
  directory: Directory,
  nowMs: number,
): Promise<Map<string, Became>> {
  const first = new Map(submitted.toReversed().map((one) => [one.document.measurementId, one]));
  const together =
    first.size < 2 ? new Map<string, Became>() : await keepTogether(stores, first, directory, nowMs);
  const left = [...first.values()].filter(({ document }) => !together.has(document.measurementId));
  const became = new Map([...together, ...(await keepAlone(stores, left, directory, nowMs))]);
  // One that was deleted while it was kept may have joined its group after the deletion left it.
  await Promise.all(
    [...first.values()]
      .filter(({ document }) => became.get(document.measurementId) === 'deleted')
      .map(({ document }) => leaveIts(stores, document)),
  );
  return became;
}

/**
 * Writes documents as one object, then their places and rows as one transaction. An object that a crash leaves without places is
 * removed by a sweep. Answers nothing of ids of which somebody else has begun a document.
 *
 * @throws Where a sweep took the object meanwhile, as this was suspended for an hour: nothing is kept, and the same again keeps it.
 */
async function keepTogether(
  stores: Stores,
  submitted: ReadonlyMap<string, Kept>,
  directory: Directory,
  nowMs: number,
): Promise<Map<string, Became>> {
  const { DB, DOCUMENTS } = stores;
  const became = new Map<string, Became>();
  const ids = [...submitted.keys()];
  const { bundle, kept, deleted, begun } = await beginBundle(DB, ids, nowMs + BEGUN_FOR_MS);
  for (const id of kept) became.set(id, 'kept');
  for (const id of deleted) became.set(id, 'deleted');
  const fresh = [...submitted.values()].filter(
    ({ document: { measurementId: id } }) => !became.has(id) && !begun.has(id),
  );
  if (fresh.length === 0) {
    await dropBundle(stores, bundle);
    return became;
  }
  const packed = await packBundle(
    bundle,
    fresh.map(({ document }) => document),
  );
  await Promise.all([
    putBundle(DOCUMENTS, bundle, packed),
    ...fresh.map(({ document }) => joinIts(stores, document)),
  ]);
  const rows = fresh.map(({ document, claims }) => rowOf(document, claims, directory));
  const written = await keepInBundle(DB, bundle, packed.places, rows);
  if (written === null) {
    await dropBundle(stores, bundle);
    throw new Error(`Bundle ${bundle} was given up before it was kept.`);
  }
  for (const id of written.created) became.set(id, 'created');
  for (const id of written.deleted) became.set(id, 'deleted');
  if (written.created.size < fresh.length) await rewriteBundle(stores, bundle, nowMs);
  return became;
}

/**
 * Writes each document under a key of its own, then its row. When the server dies between the two, the next submission makes the row
 * from the document that lies there. A deletion that runs at the same time sets its tombstone before it removes anything, so that
 * looking for one last leaves nothing behind.
 */
async function keepAlone(
  stores: Stores,
  submitted: readonly Kept[],
  directory: Directory,
  nowMs: number,
): Promise<Map<string, Became>> {
  const { DB, DOCUMENTS } = stores;
  const became = new Map<string, Became>();
  if (submitted.length === 0) return became;
  const ids = submitted.map(({ document }) => document.measurementId);
  const { kept, deleted } = await beginDocuments(DB, ids);
  for (const id of kept) became.set(id, 'kept');
  for (const id of deleted) became.set(id, 'deleted');
  const stored = await Promise.all(
    submitted
      .filter(({ document }) => !became.has(document.measurementId))
      .map(async ({ document, claims }): Promise<ResultRow[]> => {
        const id = document.measurementId;
        const first = (await putDocument(DOCUMENTS, document)) ? document : await getDocument(DOCUMENTS, id);
        // A deletion took it away.
        if (first === null) return [];
        await joinIts(stores, first);
        return [rowOf(first, claims, directory)];
      }),
  );
  const rows = stored.flat();
  const written = rows.length === 0 ? null : await keepRows(DB, rows);
  for (const { id } of rows) {
    if (written?.deleted.has(id)) continue;
    became.set(id, written?.created.has(id) ? 'created' : 'kept');
  }
  for (const id of ids) {
    if (became.has(id)) continue;
    await removeResult(stores, id, nowMs);
    became.set(id, 'deleted');
  }
  return became;
}

async function joinIts({ DOCUMENTS }: Stores, { groupId, measurementId }: ResultDocument): Promise<void> {
  if (groupId !== null) await joinGroup(DOCUMENTS, groupId, measurementId);
}

async function leaveIts({ DOCUMENTS }: Stores, { groupId, measurementId }: ResultDocument): Promise<void> {
  if (groupId !== null) await leaveGroup(DOCUMENTS, groupId, measurementId);
}
