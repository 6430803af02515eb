import type { AmendResultRequest } from '../../measurement-agent/protocol/api.ts';
import { signResult } from '../../measurement-agent/protocol/receipts.ts';
import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import type { SigningKey } from '../../measurement-agent/protocol/signed.ts';
import { amendDeclared } from '../domain/amend-declared.ts';
import { declaredColumnsOf } from '../domain/result-row.ts';
import type { Env } from '../env.ts';
import { readDirectory } from '../storage/directory.ts';
import { currentTag, getVersion, replaceDocument } from '../storage/documents.ts';
import { hasTombstone, measuredAtMsOf, updateDeclared } from '../storage/results.ts';

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
  { DB, DOCUMENTS }: Pick<Env, 'DB' | 'DOCUMENTS'>,
  id: string,
  said: AmendResultRequest['declared'],
  key: SigningKey,
  nowMs: number,
): Promise<ResultDocument | 'deleted' | 'not-found'> {
  const [directory, measuredAtMs] = await Promise.all([readDirectory(DB, nowMs), measuredAtMsOf(DB, id)]);
  // Ends: every further round means that another request has succeeded meanwhile.
  for (;;) {
    const version = await getVersion(DOCUMENTS, id);
    if (await hasTombstone(DB, id)) return 'deleted';
    if (version === null) return 'not-found';
    const declared = amendDeclared(version.document.declared, said);
    const document =
      declared === null ? version.document : await signResult({ ...version.document, declared }, key);
    const tag = declared === null ? version.tag : await replaceDocument(DOCUMENTS, document, version.tag);
    if (tag === null) continue;
    if (measuredAtMs !== null)
      await updateDeclared(DB, id, declaredColumnsOf(document, measuredAtMs, directory));
    if ((await currentTag(DOCUMENTS, id)) === tag) return document;
  }
}
