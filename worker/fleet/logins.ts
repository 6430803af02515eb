import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import type { FleetRole } from '../../measurement-agent/protocol/fleet.ts';
import type { AuditRow, Login } from '../domain/fleet/fleet.ts';
import { LINK_LASTS_MS, LOGIN_LASTS_MS, loginActor, subjectOf } from '../domain/fleet/login.ts';
import type { Refusal } from '../domain/refusal.ts';
import { hashSecret, newSecret } from '../domain/secret.ts';
import {
  accessGrantOf,
  type Entrance,
  endLogin,
  endLogins,
  insertLogin,
  insertLoginLink,
  putAccessGrant,
  revokeAccessGrant,
  takeLoginLink,
} from '../storage/fleet/logins.ts';
import { type Change, entryOf, newThingsOwner } from './change.ts';

interface Asked {
  role: FleetRole;
  ownerId?: string | undefined;
}

/** A link logs in once, soon. Its token is told once. */
export async function createLoginLink(
  change: Change,
  asked: Asked,
): Promise<Fallible<{ token: string }, Refusal>> {
  const entrance = await entranceOf(change, asked);
  if (!entrance.ok) return entrance;
  const { role, ownerId } = entrance.value;
  const token = newSecret();
  const expiresAtMs = change.nowMs + LINK_LASTS_MS;
  const entry = entryOf(change, 'login.link', 'login', ownerId, { after: { role, expiresAtMs } });
  await insertLoginLink(
    change.database,
    { role, ownerId, tokenHash: await hashSecret(token), expiresAtMs },
    entry,
  );
  return ok({ token });
}

/** What the cookie holds of a login by a link; null for a link that is used, over, or none. */
export async function loginByLink(
  database: D1Database,
  token: string,
  nowMs: number,
): Promise<string | null> {
  const entrance = await takeLoginLink(database, await hashSecret(token), nowMs);
  return entrance === null ? null : begin(database, entrance, null, nowMs);
}

/** The same for whom Cloudflare Access vouches; null for whoever has no grant. */
export async function loginByAccess(
  database: D1Database,
  subject: string,
  nowMs: number,
): Promise<string | null> {
  const entrance = await accessGrantOf(database, subject);
  return entrance === null ? null : begin(database, entrance, subject, nowMs);
}

async function begin(
  database: D1Database,
  { role, ownerId }: Entrance,
  subject: string | null,
  nowMs: number,
): Promise<string> {
  const secret = newSecret();
  const login = { id: await hashSecret(secret), role, ownerId, subject, expiresAtMs: nowMs + LOGIN_LASTS_MS };
  const after = { by: subject === null ? 'link' : `access:${subject.slice(0, 8)}` };
  await insertLogin(database, login, loginEntry(login, 'login.begin', nowMs, after));
  return secret;
}

/** Whoever logs out. */
export async function logOut(database: D1Database, login: Login, nowMs: number): Promise<void> {
  await endLogin(database, login.id, loginEntry(login, 'login.end', nowMs, null));
}

/** An entry of what a login does by itself. */
function loginEntry(
  { id, role, ownerId }: Login,
  action: string,
  nowMs: number,
  after: AuditRow['after'],
): AuditRow {
  const actor = loginActor(id);
  return entryOf({ caller: { actor, role }, nowMs }, action, actor, ownerId, { after });
}

/** Answers the keyed hash that is kept of the address. */
export async function grantAccess(
  change: Change,
  { mail, ...asked }: Asked & { mail: string },
  prefixKey: string,
): Promise<Fallible<string, Refusal>> {
  const entrance = await entranceOf(change, asked);
  if (!entrance.ok) return entrance;
  const subject = await subjectOf(mail, prefixKey);
  const { role, ownerId } = entrance.value;
  const entry = entryOf(change, 'access.grant', `access:${subject.slice(0, 8)}`, ownerId, {
    after: { role },
  });
  await putAccessGrant(change.database, { subject, role, ownerId }, entry);
  return ok(subject);
}

/** False where nobody with this address is let in. */
export async function revokeAccess(change: Change, mail: string, prefixKey: string): Promise<boolean> {
  const subject = await subjectOf(mail, prefixKey);
  const entrance = await accessGrantOf(change.database, subject);
  if (entrance === null) return false;
  const { ownerId, role } = entrance;
  const entry = entryOf(change, 'access.revoke', `access:${subject.slice(0, 8)}`, ownerId, {
    before: { role },
  });
  await revokeAccessGrant(change.database, subject, entry);
  return true;
}

/** Of one owner, or of everybody. */
export async function endLoginsOf(change: Change, ownerId: string | null): Promise<void> {
  await endLogins(
    change.database,
    ownerId,
    entryOf(change, 'login.end', `owner:${ownerId ?? 'all'}`, ownerId, {}),
  );
}

/** An owner's is of an owner; the others reach everybody's. */
async function entranceOf(change: Change, { role, ownerId }: Asked): Promise<Fallible<Entrance, Refusal>> {
  if (role !== 'owner') return ok({ role, ownerId: null });
  const owner = await newThingsOwner(change, ownerId);
  return owner.ok ? ok({ role, ownerId: owner.value.id }) : err(owner.error);
}
