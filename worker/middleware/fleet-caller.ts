import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import { opensWith, prefixOfKey } from '../domain/fleet/api-key.ts';
import type { Login } from '../domain/fleet/fleet.ts';
import { isCsrfTokenOf, LOGIN_COOKIE, loginActor } from '../domain/fleet/login.ts';
import type { Caller } from '../domain/fleet/permissions.ts';
import { publicOrigin } from '../domain/public-origin.ts';
import type { Refusal } from '../domain/refusal.ts';
import { hashSecret } from '../domain/secret.ts';
import { openKey } from '../storage/fleet/keys.ts';
import { loginOf } from '../storage/fleet/logins.ts';
import { accessSubject } from './access.ts';
import type { App } from './app.ts';
import { bearerToken } from './bearer.ts';

const NOBODY: Refusal = {
  reason: 'bad-token',
  detail: 'Send Authorization: Bearer KEY with a key that is in force, or log in.',
};
const FORGED: Refusal = {
  reason: 'forbidden',
  detail: 'A change by a login comes from a page of this site, with the token of its form.',
};

/** Whoever asks by a key; looked up anew at every request, so that a revoked one opens nothing from then on. */
export async function callerByKey(c: Context<App>, nowMs: number): Promise<Fallible<Caller, Refusal>> {
  const sent = bearerToken(c.req.raw.headers);
  if (!sent.ok) return err(NOBODY);
  const prefix = prefixOfKey(sent.value);
  const key = prefix === null ? null : await openKey(c.env.DB, prefix);
  if (key === null || !(await opensWith(sent.value, key, nowMs))) return err(NOBODY);
  return ok({
    role: key.role,
    ownerId: key.ownerId,
    actor: `key:${key.prefix}`,
    keysEndByMs: key.expiresAtMs,
  });
}

/** Whoever is logged in; looked up anew at every request. Null for nobody. */
export async function loginIn(c: Context<App>, nowMs: number): Promise<Login | null> {
  const secret = getCookie(c, LOGIN_COOKIE);
  if (secret === undefined) return null;
  const login = await loginOf(c.env.DB, await hashSecret(secret), nowMs);
  if (login === null) return null;
  // A login belongs to the way that it came by.
  const { access } = c.var.config;
  if (access === null) return login.subject === null ? login : null;
  const subject = await accessSubject(c.req.raw, c.var.config, access);
  return subject !== null && subject === login.subject ? login : null;
}

/** Somebody who is logged in makes keys of a year at most. */
const KEY_OF_LOGIN_MS = 365 * 86_400_000;

export function callerOf({ id, role, ownerId, expiresAtMs }: Login): Caller {
  return { role, ownerId, actor: loginActor(id), keysEndByMs: expiresAtMs + KEY_OF_LOGIN_MS };
}

/** Whether a change by a login comes from a page of this site: by the browser's word, and by the token of its form. */
export async function fromOwnPage(
  c: Context<App>,
  { id }: Login,
  csrfToken: string,
): Promise<Fallible<null, Refusal>> {
  const { config } = c.var;
  if (!isOwnOrigin(c)) return err(FORGED);
  return (await isCsrfTokenOf(csrfToken, id, config.tokenKey)) ? ok(null) : err(FORGED);
}

/** Whether the browser says that a page of this site sent it. */
export function isOwnOrigin(c: Context<App>): boolean {
  const { config } = c.var;
  const origin = c.req.header('origin');
  // The site may be asked under another name than its public one.
  const own = [publicOrigin(c.req.raw, config), publicOrigin(c.req.raw, { ...config, publicUrl: null })];
  return origin !== undefined && own.includes(origin);
}

/** By key where one is sent, else by login; a login's changes carry its token in `X-CSRF-Token`. */
export async function callerIn(c: Context<App>, nowMs: number): Promise<Fallible<Caller, Refusal>> {
  if (c.req.header('authorization') !== undefined) return callerByKey(c, nowMs);
  const login = await loginIn(c, nowMs);
  if (login === null) return err(NOBODY);
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    const own = await fromOwnPage(c, login, c.req.header('x-csrf-token') ?? '');
    if (!own.ok) return own;
  }
  return ok(callerOf(login));
}
