import { MAX_MESSAGE_BYTES } from '../../protocol/spec.ts';

/** crypto.getRandomValues gives at most this much at once (Web Cryptography API section 10.1.1). */
const RANDOM_BLOCK_BYTES = 65_536;
/** Messages begin anywhere in this many spare bytes, so that no two on a connection need be the same. */
const SPARE_BYTES = 65_536;

/** Hands out random bytes without making any: a random start in a random buffer does not compress either. */
export function randomPayload(): (byteLength: number) => Uint8Array<ArrayBuffer> {
  const pool = new Uint8Array(MAX_MESSAGE_BYTES + SPARE_BYTES);
  for (let start = 0; start < pool.byteLength; start += RANDOM_BLOCK_BYTES)
    crypto.getRandomValues(pool.subarray(start, start + RANDOM_BLOCK_BYTES));
  let start = 0;
  return (byteLength) => {
    // A step without a common divisor with the pool visits every start.
    start = (start + 40_503) % SPARE_BYTES;
    return pool.subarray(start, start + byteLength);
  };
}
