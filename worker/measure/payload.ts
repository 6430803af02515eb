import { MAX_MESSAGE_BYTES } from '../../measurement-agent/protocol/spec.ts';

/** getRandomValues takes at most this many bytes a call (Web Crypto, section 10.1.1). */
const QUOTA_BYTES = 65_536;
const POOL_BYTES = 1024 * 1024;

let pool: Uint8Array | null = null;
let offset = 0;

/**
 * `byteLength` random bytes (at most MAX_MESSAGE_BYTES) that no path can compress. They are cut at a moving offset out
 * of a pool made once per isolate: workerd allows no random numbers at module level and making new ones for every
 * message would cost more than sending them. The pool is longer than any compression window in use.
 */
export function payload(byteLength: number): Uint8Array {
  pool ??= randomBytes(POOL_BYTES + MAX_MESSAGE_BYTES);
  // A prime step keeps messages of equal length from repeating.
  offset = (offset + 65_537) % POOL_BYTES;
  return pool.subarray(offset, offset + byteLength);
}

function randomBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += QUOTA_BYTES) {
    crypto.getRandomValues(bytes.subarray(at, Math.min(at + QUOTA_BYTES, length)));
  }
  return bytes;
}
