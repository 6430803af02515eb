/** Whole results in R2: gzipped JSON under `results/{id}.json.gz`. */
import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';

function keyOf(id: string): string {
  return `results/${id}.json.gz`;
}

/** Keeps a document; false when the id has one already, which stays as it is. */
export async function putDocument(bucket: R2Bucket, document: ResultDocument): Promise<boolean> {
  const packed = new Blob([JSON.stringify(document)]).stream().pipeThrough(new CompressionStream('gzip'));
  // R2 takes a body of known length; a document packs into a few kilobytes.
  const body = await new Response(packed).arrayBuffer();
  const stored = await bucket.put(keyOf(document.measurementId), body, {
    onlyIf: { etagDoesNotMatch: '*' },
    httpMetadata: { contentType: 'application/json', contentEncoding: 'gzip' },
  });
  return stored !== null;
}

/** Null when there is none. */
export async function getDocument(bucket: R2Bucket, id: string): Promise<ResultDocument | null> {
  const object = await bucket.get(keyOf(id));
  if (object === null) return null;
  // Only putDocument writes here, and only what the contract let pass.
  return new Response(object.body.pipeThrough(new DecompressionStream('gzip'))).json<ResultDocument>();
}

export async function deleteDocument(bucket: R2Bucket, id: string): Promise<void> {
  await bucket.delete(keyOf(id));
}
