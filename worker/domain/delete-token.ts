import { base64url } from 'jose';
import { hmacSha256 } from './hmac.ts';
import { sameText } from './secret.ts';

/** The token that deletes a result. Derived, not stored: the same submission always gets the same one. */
export async function deleteTokenOf(id: string, tokenKey: string): Promise<string> {
  return base64url.encode(await hmacSha256(base64url.decode(tokenKey), `delete|${id}`));
}

export async function isDeleteToken(token: string, id: string, tokenKey: string): Promise<boolean> {
  return sameText(token, await deleteTokenOf(id, tokenKey));
}
