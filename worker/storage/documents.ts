/** Whole results in R2: gzipped JSON under `results/{id}.json.gz`. */
import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';

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

async function put(
  bucket: R2Bucket,
  document: ResultDocument,
  onlyIf: R2Conditional,
): Promise<string | null> {
  const packed = new Blob([JSON.stringify(document)]).stream().pipeThrough(new CompressionStream('gzip'));
  // R2 takes a body of known length; a document packs into a few kilobytes.
  const body = await new Response(packed).arrayBuffer();
  const stored = await bucket.put(keyOf(document.measurementId), body, {
    onlyIf,
    httpMetadata: { contentType: 'application/json', contentEncoding: 'gzip' },
  });
  return stored?.etag ?? null;
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
  const object = await bucket.get(keyOf(id));
  if (object === null) return null;
  const unpacked = new Response(object.body.pipeThrough(new DecompressionStream('gzip')));
  // Only this file writes here, and only what the contract let pass.
  return { document: await unpacked.json<ResultDocument>(), tag: object.etag };
}

/** The tag of the version that lies there now; null when there is none. */
export async function currentTag(bucket: R2Bucket, id: string): Promise<string | null> {
  return (await bucket.head(keyOf(id)))?.etag ?? null;
}

export async function deleteDocument(bucket: R2Bucket, id: string): Promise<void> {
  await bucket.delete(keyOf(id));
}
