import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import type { FleetRole } from '../../measurement-agent/protocol/fleet.ts';
import { newApiKey } from '../domain/fleet/api-key.ts';
import type { ApiKey } from '../domain/fleet/fleet.ts';
import type { Refusal } from '../domain/refusal.ts';
import { hashSecret } from '../domain/secret.ts';
import { insertKey, keyOf, revokeKey } from '../storage/fleet/keys.ts';
import { type Change, entryOf, newThingsOwner, noSuch } from './change.ts';

const DAY_MS = 86_400_000;

/**
 * A key opens no more, and no longer, than whoever makes it may: an owner makes keys of its own only, and one that a key makes ends no later than
 * itself.
 */
export async function createKey(
  change: Change,
  asked: { role: FleetRole; ownerId?: string | undefined; label: string; days: number | null },
): Promise<Fallible<{ key: string; record: ApiKey }, Refusal>> {
  const { role, label, days } = asked;
  if (role !== 'owner' && change.caller.role !== 'admin')
    return err({ reason: 'forbidden', detail: `A key of the role ${role} is an admin's to make.` });
  const owner = role === 'owner' ? await newThingsOwner(change, asked.ownerId) : null;
  if (owner !== null && !owner.ok) return owner;
  const { key, prefix } = newApiKey();
  const record: ApiKey = {
    prefix,
    keyHash: await hashSecret(key),
    role,
    ownerId: owner === null ? null : owner.value.id,
    label,
    createdAtMs: change.nowMs,
    expiresAtMs: endOf(days === null ? null : change.nowMs + days * DAY_MS, change.caller.keysEndByMs),
    revokedAtMs: null,
  };
  const entry = entryOf(change, 'key.create', `key:${prefix}`, record.ownerId, {
    after: { role, label, expiresAtMs: record.expiresAtMs },
  });
  await insertKey(change.database, record, entry);
  return ok({ key, record });
}

/** The earlier of two ends; null is none. */
function endOf(asked: number | null, bound: number | null): number | null {
  if (asked === null || bound === null) return asked ?? bound;
  return Math.min(asked, bound);
}

/** From the next request on it opens nothing. */
export async function endKey(change: Change, prefix: string): Promise<Fallible<ApiKey, Refusal>> {
  const before = await keyOf(change.database, change.scope, prefix);
  if (before === null) return err(noSuch('key', prefix));
  const entry = entryOf(change, 'key.revoke', `key:${prefix}`, before.ownerId, {
    before: { revokedAtMs: before.revokedAtMs },
    after: { revokedAtMs: before.revokedAtMs ?? change.nowMs },
  });
  await revokeKey(change.database, prefix, entry);
  return ok({ ...before, revokedAtMs: before.revokedAtMs ?? change.nowMs });
}
