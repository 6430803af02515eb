import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import type { Directory } from '../domain/directory.ts';
import { rowOf } from '../domain/result-row.ts';
import type { SessionClaims } from '../domain/session-token.ts';
import type { Env } from '../env.ts';
import { deleteDocument, getDocument, putDocument } from '../storage/documents.ts';
import { joinGroup, leaveGroup } from '../storage/groups.ts';
import { deleteResult, insertResults, insertTombstone, tombstonesAmong } from '../storage/results.ts';

type Stores = Pick<Env, 'DB' | 'DOCUMENTS'>;

/** A document to keep, and the claims of its session. */
interface Kept {
  document: ResultDocument;
  claims: SessionClaims;
}

/**
 * Keeps documents and their rows. A document is written first and the first one stays: when the server dies between the
 * two, the next submission makes the row from the document that lies there. A deletion that runs at the same time sets
 * its tombstone before it removes anything, so that looking for one last leaves nothing behind.
 *
 * @returns What became of each id.
 */
export async function keepResults(
  { DB, DOCUMENTS }: Stores,
  submitted: readonly Kept[],
  directory: Directory,
  nowMs: number,
): Promise<Map<string, 'created' | 'kept' | 'deleted'>> {
  const ids = submitted.map(({ document }) => document.measurementId);
  if (ids.length === 0) return new Map();
  const deletedBefore = await tombstonesAmong(DB, ids);
  const stored = await Promise.all(
    submitted
      .filter(({ document }) => !deletedBefore.has(document.measurementId))
      .map(async ({ document, claims }) => {
        const id = document.measurementId;
        const first = (await putDocument(DOCUMENTS, document)) ? document : await getDocument(DOCUMENTS, id);
        if (first === null) return [];
        if (first.groupId !== null) await joinGroup(DOCUMENTS, first.groupId, id);
        return [rowOf(first, claims, directory)];
      }),
  );
  const rows = stored.flat();
  const created = new Set(rows.length === 0 ? [] : await insertResults(DB, rows));
  const deleted = await tombstonesAmong(DB, ids);
  const had = new Set(rows.map(({ id }) => id));
  const became = new Map<string, 'created' | 'kept' | 'deleted'>();
  for (const id of ids) {
    if (had.has(id) && !deleted.has(id)) became.set(id, created.has(id) ? 'created' : 'kept');
    else {
      if (!deletedBefore.has(id)) await removeResult({ DB, DOCUMENTS }, id, nowMs);
      became.set(id, 'deleted');
    }
  }
  return became;
}

/** Removes a result for good; its id stays taken. */
export async function removeResult({ DB, DOCUMENTS }: Stores, id: string, nowMs: number): Promise<void> {
  await insertTombstone(DB, id, nowMs);
  await deleteResult(DB, id);
  const groupId = (await getDocument(DOCUMENTS, id))?.groupId ?? null;
  if (groupId !== null) await leaveGroup(DOCUMENTS, groupId, id);
  await deleteDocument(DOCUMENTS, id);
}
