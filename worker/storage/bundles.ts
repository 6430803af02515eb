/**
 * Many documents in one object of R2, under `bundles/{number}.jsonl.gz`: blocks of some documents, each gzipped by itself as a line of
 * JSON a document. One document is read by the range of its block; the whole object is gzip, too (RFC 1952, section 2.2: members one
 * after another). An object never changes.
 */
import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import type { Place } from './document-places.ts';

/** Documents a block: what they share is packed once, and who reads one unpacks so many. */
const BLOCK = 32;

/** How a bundle is packed: its bytes, and where in it each document lies. */
export interface PackedBundle {
  body: Uint8Array;
  places: Place[];
}

function keyOf(bundle: number): string {
  return `bundles/${bundle}.jsonl.gz`;
}

export async function packBundle(
  bundle: number,
  documents: readonly ResultDocument[],
): Promise<PackedBundle> {
  const places: Place[] = [];
  const blocks: Uint8Array[] = [];
  let offset = 0;
  for (let from = 0; from < documents.length; from += BLOCK) {
    const together = documents.slice(from, from + BLOCK);
    const text = together.map((document) => `${JSON.stringify(document)}\n`).join('');
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
    const block = new Uint8Array(await new Response(stream).arrayBuffer());
    const { length } = block;
    for (const { measurementId } of together) places.push({ id: measurementId, bundle, offset, length });
    blocks.push(block);
    offset += length;
  }
  const body = new Uint8Array(offset);
  let at = 0;
  for (const block of blocks) {
    body.set(block, at);
    at += block.length;
  }
  return { body, places };
}

/** @throws Where there is an object of this number, which stays as it is: the database was restored to before the number was given. */
export async function putBundle(bucket: R2Bucket, bundle: number, { body }: PackedBundle): Promise<void> {
  const put = await bucket.put(keyOf(bundle), body, {
    httpMetadata: { contentType: 'application/jsonl', contentEncoding: 'gzip' },
    onlyIf: { etagDoesNotMatch: '*' },
  });
  if (put === null) throw new Error(`${keyOf(bundle)} is there already.`);
}

/** The documents of the block at a place; null when the bundle is not there any more, or does not unpack. */
export async function getBlock(
  bucket: R2Bucket,
  { bundle, offset, length }: Omit<Place, 'id'>,
): Promise<ResultDocument[] | null> {
  const object = await bucket.get(keyOf(bundle), { range: { offset, length } });
  if (object === null) return null;
  const packed = await object.arrayBuffer();
  try {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
    const text = await new Response(stream).text();
    // Only this file writes here, and only what the contract let pass.
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ResultDocument);
  } catch {
    return null;
  }
}

export async function deleteBundle(bucket: R2Bucket, bundle: number): Promise<void> {
  await bucket.delete(keyOf(bundle));
}
