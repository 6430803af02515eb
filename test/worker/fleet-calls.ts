/** Owners, keys and logins of the fleet under test, and calls with them. */
import type { FleetRole } from '../../measurement-agent/protocol/fleet.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import type { Owner } from '../../worker/domain/fleet/fleet.ts';
import { csrfTokenOf, LOGIN_COOKIE, LOGIN_LASTS_MS } from '../../worker/domain/fleet/login.ts';
import { hashSecret, newId, newSecret } from '../../worker/domain/secret.ts';
import type { Env } from '../../worker/env.ts';
import type { Change } from '../../worker/fleet/change.ts';
import { createKey } from '../../worker/fleet/keys.ts';
import { createOwner } from '../../worker/fleet/owners.ts';
import { insertLogin } from '../../worker/storage/fleet/logins.ts';
import { TEST_KEYS } from '../keys.ts';
import { ENV } from './bindings.ts';
import { call, ORIGIN } from './calls.ts';

/** What the operator's command does. */
export function byCommand(): Change {
  return {
    database: ENV.DB,
    caller: { role: 'admin', ownerId: null, actor: 'command', keysEndByMs: null },
    scope: 'everyone',
    nowMs: Date.now(),
  };
}

/** The value of what cannot fail here. */
export function must<Value>(
  outcome: { ok: true; value: Value } | { ok: false; error: { reason: string; detail: string } },
): Value {
  if (!outcome.ok) throw new Error(`${outcome.error.reason}: ${outcome.error.detail}`);
  return outcome.value;
}

export async function newOwner(kind: Owner['kind'] = 'isp'): Promise<Owner> {
  return must(await createOwner(byCommand(), { kind, label: `Owner ${newId().replace(/^[-_]/, 'x')}` }));
}

/** A key of the role; of an owner's where it is of one. */
export async function newKey(role: FleetRole, ownerId?: string): Promise<string> {
  return must(await createKey(byCommand(), { role, ownerId, label: 'test', days: 1 })).key;
}

/** A call of the fleet's API; `who` is a key, or headers. */
export async function fleetCall(
  method: string,
  path: string,
  who: string | Record<string, string> | null,
  body?: unknown,
  variables: Partial<Env> = {},
): Promise<Response> {
  const by = typeof who === 'string' ? { authorization: `Bearer ${who}` } : (who ?? {});
  return call(
    API_PATHS.fleet + path,
    {
      method,
      headers: { 'content-type': 'application/json', ...by },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    },
    variables,
  );
}

/** Somebody who is logged in: headers of requests that a page of this site sends. */
export async function loggedIn(
  role: FleetRole,
  ownerId: string | null = null,
  subject: string | null = null,
): Promise<{ id: string; headers: Record<string, string>; csrf: string }> {
  const secret = newSecret();
  const id = await hashSecret(secret);
  const nowMs = Date.now();
  await insertLogin(
    ENV.DB,
    { id, role, ownerId, subject, expiresAtMs: nowMs + LOGIN_LASTS_MS },
    {
      atMs: nowMs,
      actor: 'test',
      role,
      ownerId,
      action: 'login.begin',
      target: 'login',
      before: null,
      after: null,
    },
  );
  const csrf = await csrfTokenOf(id, TEST_KEYS.TOKEN_KEY);
  return {
    id,
    csrf,
    headers: { cookie: `${LOGIN_COOKIE}=${secret}`, origin: ORIGIN, 'x-csrf-token': csrf },
  };
}
