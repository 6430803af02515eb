import { base64url } from 'jose';

const SECRET_BYTES = 32;
const ID_BYTES = 16;

/** A secret that nobody can guess; 43 characters. It is told once. */
export function newSecret(): string {
  return base64url.encode(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
}

/** What is kept of a secret. No salt and no stretching: it is random, and as long as the hash. */
export async function hashSecret(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
  return base64url.encode(new Uint8Array(digest));
}

/** An id that says nothing; 22 characters. */
export function newId(): string {
  return base64url.encode(crypto.getRandomValues(new Uint8Array(ID_BYTES)));
}

/** Compares without telling by its duration how much was right. */
export function sameText(given: string, expected: string): boolean {
  const [a, b] = [new TextEncoder().encode(given), new TextEncoder().encode(expected)];
  if (a.byteLength !== b.byteLength) return false;
  return b.reduce((difference, byte, index) => difference | (byte ^ (a[index] ?? 0)), 0) === 0;
}
