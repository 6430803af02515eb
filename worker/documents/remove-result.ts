import { forgetResult } from '../storage/document-places.ts';
import { deleteDocument } from '../storage/documents.ts';
import { leaveGroup } from '../storage/groups.ts';
import { insertTombstone } from '../storage/results.ts';
import { readDocument, type Stores } from './read-document.ts';
import { rewriteBundle } from './rewrite-bundle.ts';

/**
 * Removes a result for good; its id stays taken. A bundle that its document lay in is written anew without it; when the server dies
 * before that, nobody can read the document any more, and the next sweep ends it.
 */
export async function removeResult(stores: Stores, id: string, nowMs: number): Promise<void> {
  const { DB, DOCUMENTS } = stores;
  await insertTombstone(DB, id, nowMs);
  const groupId = (await readDocument(stores, id))?.groupId ?? null;
  if (groupId !== null) await leaveGroup(DOCUMENTS, groupId, id);
  const bundle = await forgetResult(DB, id);
  await deleteDocument(DOCUMENTS, id);
  if (bundle !== null) await rewriteBundle(stores, bundle, nowMs);
}
