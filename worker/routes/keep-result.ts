import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import { rowOf } from '../domain/result-row.ts';
import type { SessionClaims } from '../domain/session-token.ts';
import type { Env } from '../env.ts';
import { readDirectory } from '../storage/directory.ts';
import { deleteDocument, getDocument, putDocument } from '../storage/documents.ts';
import { joinGroup, leaveGroup } from '../storage/groups.ts';
import { deleteResult, hasTombstone, insertResult, insertTombstone } from '../storage/results.ts';

type Stores = Pick<Env, 'DB' | 'DOCUMENTS'>;

/**
 * Keeps a document and its row. The document is written first and the first one stays: when the server dies between the
 * two, the next submission makes the row from the document that lies there. A deletion that runs at the same time sets
 * its tombstone before it removes anything, so that looking for one last leaves nothing behind.
 */
export async function keepResult(
  { DB, DOCUMENTS }: Stores,
  submitted: ResultDocument,
  claims: SessionClaims,
  nowMs: number,
): Promise<'created' | 'kept' | 'deleted'> {
  const id = submitted.measurementId;
  if (await hasTombstone(DB, id)) return 'deleted';
  const first = await putDocument(DOCUMENTS, submitted);
  const document = first ? submitted : await getDocument(DOCUMENTS, id);
  if (document !== null) {
    if (document.groupId !== null) await joinGroup(DOCUMENTS, document.groupId, id);
    const created = await insertResult(DB, rowOf(document, claims, await readDirectory(DB, nowMs)));
    if (!(await hasTombstone(DB, id))) return created ? 'created' : 'kept';
  }
  await removeResult({ DB, DOCUMENTS }, id, nowMs);
  return 'deleted';
}

/** Removes a result for good; its id stays taken. */
export async function removeResult({ DB, DOCUMENTS }: Stores, id: string, nowMs: number): Promise<void> {
  await insertTombstone(DB, id, nowMs);
  await deleteResult(DB, id);
  const groupId = (await getDocument(DOCUMENTS, id))?.groupId ?? null;
  if (groupId !== null) await leaveGroup(DOCUMENTS, groupId, id);
  await deleteDocument(DOCUMENTS, id);
}
