import { base64url } from 'jose';
import { hmacSha256 } from '../hmac.ts';
import { sameText } from '../secret.ts';

/** `__Host-`: of this host alone, over a safe connection, for every path. */
export const LOGIN_COOKIE = '__Host-jissoku-fleet';

/** A login ends after this long, whatever is done with it. */
export const LOGIN_LASTS_MS = 12 * 3_600_000;

/** A link that logs in is good for so long, once. */
export const LINK_LASTS_MS = 10 * 60_000;

/** A login as the audit log names it. */
export function loginActor(id: string): string {
  return `login:${id.slice(0, 8)}`;
}

/** What every form of this login carries. Derived from the login, so that no other page can know it. */
export async function csrfTokenOf(loginId: string, tokenKey: string): Promise<string> {
  return base64url.encode(await hmacSha256(base64url.decode(tokenKey), `fleet-csrf|${loginId}`));
}

export async function isCsrfTokenOf(given: string, loginId: string, tokenKey: string): Promise<boolean> {
  return sameText(given, await csrfTokenOf(loginId, tokenKey));
}

/** What is kept of a mail address: recognised by whoever has PREFIX_KEY, read by nobody. */
export async function subjectOf(mail: string, prefixKey: string): Promise<string> {
  const bytes = await hmacSha256(base64url.decode(prefixKey), `fleet-subject|${mail.trim().toLowerCase()}`);
  return base64url.encode(bytes);
}
