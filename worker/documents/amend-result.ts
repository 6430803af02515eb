import type { AmendResultRequest } from '../../measurement-agent/protocol/api.ts';
import { signResult } from '../../measurement-agent/protocol/receipts.ts';
import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import type { SigningKey } from '../../measurement-agent/protocol/signed.ts';
import { amendDeclared } from '../domain/amend-declared.ts';
import { declaredColumnsOf } from '../domain/result-row.ts';
import { readDirectory } from '../storage/directory.ts';
import { placeOf } from '../storage/document-places.ts';
import { currentTag, replaceDocument } from '../storage/documents.ts';
import { hasTombstone, measuredAtMsOf, updateDeclared } from '../storage/results.ts';
import { readVersion, type Stores, type Version } from './read-document.ts';
import { rewriteBundle } from './rewrite-bundle.ts';

/**
 * Writes what the person says now into a result's document and into its row, and answers the document.
 *
 * The document is written first, and only over the version that was read; the row is made from it. When the server dies
 * between the two, the document is whole and the row is that of before; the same request again finishes it, also when it
 * changes nothing any more. Of two requests at once each looks, after its row, whether the document is still its own; the
 * one that finds another's begins again, so that the last row written is that of the last document. A deletion takes the
 * document away last, and over a document that is gone nothing is written.
 */
export async function amendResult(
  stores: Stores,
  id: string,
  said: AmendResultRequest['declared'],
  key: SigningKey,
  nowMs: number,
): Promise<ResultDocument | 'deleted' | 'not-found'> {
  const { DB } = stores;
  const [directory, measuredAtMs] = await Promise.all([readDirectory(DB, nowMs), measuredAtMsOf(DB, id)]);
  // Ends: every further round means that another request has succeeded meanwhile.
  for (;;) {
    const version = await readVersion(stores, id);
    if (await hasTombstone(DB, id)) return 'deleted';
    if (version === null) return 'not-found';
    const declared = amendDeclared(version.document.declared, said);
    const document =
      declared === null ? version.document : await signResult({ ...version.document, declared }, key);
    const at = declared === null ? version.at : await replaceVersion(stores, document, version.at, nowMs);
    if (at === null) continue;
    if (measuredAtMs !== null)
      await updateDeclared(DB, id, declaredColumnsOf(document, measuredAtMs, directory));
    if (await isAt(stores, id, at)) return document;
  }
}

/** Puts a document in the place of the version that was read, and answers where it lies; null when that is not there any more. */
async function replaceVersion(
  stores: Stores,
  document: ResultDocument,
  at: Version['at'],
  nowMs: number,
): Promise<Version['at'] | null> {
  if ('bundle' in at) {
    const bundle = await rewriteBundle(stores, at.bundle, nowMs, document);
    return bundle === null ? null : { bundle };
  }
  const tag = await replaceDocument(stores.DOCUMENTS, document, at.tag);
  return tag === null ? null : { tag };
}

/** Whether a document's version of now is this one. */
async function isAt({ DB, DOCUMENTS }: Stores, id: string, at: Version['at']): Promise<boolean> {
  if ('bundle' in at) return (await placeOf(DB, id))?.bundle === at.bundle;
  return (await currentTag(DOCUMENTS, id)) === at.tag;
}
