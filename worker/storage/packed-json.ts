/** Gzipped JSON in R2. */

/** Writes a value; answers the tag of what lies there now, null where `onlyIf` does not hold. */
export async function putPacked(
  bucket: R2Bucket,
  key: string,
  value: unknown,
  onlyIf?: R2Conditional,
): Promise<string | null> {
  const packed = new Blob([JSON.stringify(value)]).stream().pipeThrough(new CompressionStream('gzip'));
  // R2 takes a body of known length; what is kept here packs into some kilobytes.
  const body = await new Response(packed).arrayBuffer();
  const stored = await bucket.put(key, body, {
    ...(onlyIf && { onlyIf }),
    httpMetadata: { contentType: 'application/json', contentEncoding: 'gzip' },
  });
  return stored?.etag ?? null;
}

/** A value and the tag of its version; null when there is none. */
export async function getPacked(
  bucket: R2Bucket,
  key: string,
): Promise<{ value: unknown; tag: string } | null> {
  const object = await bucket.get(key);
  if (object === null) return null;
  const unpacked = new Response(object.body.pipeThrough(new DecompressionStream('gzip')));
  return { value: await unpacked.json(), tag: object.etag };
}
