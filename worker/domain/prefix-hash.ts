import { base64url } from 'jose';
import { hmacSha256 } from './hmac.ts';

/**
 * What a receipt says of the address prefix: base64url of 9 bytes of a hash of the session and the prefix's tag, under the
 * token key. Nobody else can undo it, and two sessions of one prefix have nothing in common. Null when the address was unknown.
 */
export async function prefixHash(
  sessionId: string,
  prefixTag: string | null,
  tokenKey: string,
): Promise<string | null> {
  if (prefixTag === null) return null;
  const hash = await hmacSha256(base64url.decode(tokenKey), `receipt|${sessionId}|${prefixTag}`);
  return base64url.encode(hash.subarray(0, 9));
}
