import { base64url } from 'jose';

const TOKEN_BYTES = 32;

/** A token that nobody can guess. It is told once. */
export function newEnrolmentToken(): string {
  return base64url.encode(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
}

/** What is kept of a token. No salt and no stretching: it is random, and as long as the hash. */
export async function hashEnrolmentToken(token: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token));
  return base64url.encode(new Uint8Array(digest));
}
