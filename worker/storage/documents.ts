/** Whole results in R2 that came one by one: gzipped JSON under `results/{id}.json.gz`. */
import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import { getPacked, putPacked } from './packed-json.ts';

function keyOf(id: string): string {
  return `results/${id}.json.gz`;
}

/** Keeps a document; false when the id has one already, which stays as it is. */
export async function putDocument(bucket: R2Bucket, document: ResultDocument): Promise<boolean> {
  return (await put(bucket, document, { etagDoesNotMatch: '*' })) !== null;
}

/** Replaces the version of a document that `tag` names, and answers the new one's; null when it is not there any more. */
export async function replaceDocument(
  bucket: R2Bucket,
  document: ResultDocument,
  tag: string,
): Promise<string | null> {
  return put(bucket, document, { etagMatches: tag });
}

function put(bucket: R2Bucket, document: ResultDocument, onlyIf: R2Conditional): Promise<string | null> {
  return putPacked(bucket, keyOf(document.measurementId), document, onlyIf);
}

/** Null when there is none. */
export async function getDocument(bucket: R2Bucket, id: string): Promise<ResultDocument | null> {
  return (await getVersion(bucket, id))?.document ?? null;
}

/** A document and the tag of its version; null when there is none. */
export async function getVersion(
  bucket: R2Bucket,
  id: string,
): Promise<{ document: ResultDocument; tag: string } | null> {
  const found = await getPacked(bucket, keyOf(id));
  // Only this file writes here, and only what the contract let pass.
  return found && { document: found.value as ResultDocument, tag: found.tag };
}

/** The tag of the version that lies there now; null when there is none. */
export async function currentTag(bucket: R2Bucket, id: string): Promise<string | null> {
  return (await bucket.head(keyOf(id)))?.etag ?? null;
}

export async function deleteDocument(bucket: R2Bucket, id: string): Promise<void> {
  await bucket.delete(keyOf(id));
}
