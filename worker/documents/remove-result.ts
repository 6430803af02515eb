import { forgetResult } from '../storage/document-places.ts';
import { deleteDocument } from '../storage/documents.ts';
import { leaveGroup } from '../storage/groups.ts';
import { readDocument, type Stores } from './read-document.ts';
import { rewriteBundle } from './rewrite-bundle.ts';

/**
 * Removes a result for good; its id stays taken. From one transaction on nobody can read it and no statistics count it, also where its
 * document is missing or damaged. A bundle that its document lay in is then written anew without it; when the server dies before that,
 * the next sweep ends it.
 */
export async function removeResult(stores: Stores, id: string, nowMs: number): Promise<void> {
  const { DB, DOCUMENTS } = stores;
  // Only the document names its group; afterwards it cannot be found any more.
  const document = await readDocument(stores, id).catch(() => null);
  const bundle = await forgetResult(DB, id, nowMs);
  const groupId = document?.groupId ?? null;
  if (groupId !== null) await leaveGroup(DOCUMENTS, groupId, id);
  await deleteDocument(DOCUMENTS, id);
  if (bundle !== null) await rewriteBundle(stores, bundle, nowMs);
}
