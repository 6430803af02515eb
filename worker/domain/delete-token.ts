import { base64url } from 'jose';
import { hmacSha256 } from './hmac.ts';

/** The token that deletes a result. Derived, not stored: the same submission always gets the same one. */
export async function deleteTokenOf(id: string, tokenKey: string): Promise<string> {
  return base64url.encode(await hmacSha256(base64url.decode(tokenKey), `delete|${id}`));
}

/** Compares without telling by its duration how much of the token was right. */
export async function isDeleteToken(token: string, id: string, tokenKey: string): Promise<boolean> {
  const expected = new TextEncoder().encode(await deleteTokenOf(id, tokenKey));
  const given = new TextEncoder().encode(token);
  if (given.byteLength !== expected.byteLength) return false;
  return expected.reduce((difference, byte, index) => difference | (byte ^ (given[index] ?? 0)), 0) === 0;
}
