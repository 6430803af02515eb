import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import type { AuditRow, Owner } from '../domain/fleet/fleet.ts';
import type { Caller, Scope } from '../domain/fleet/permissions.ts';
import type { Refusal } from '../domain/refusal.ts';
import { ownerOf } from '../storage/fleet/owners.ts';

/** Who changes the fleet, how far that reaches, and when. */
export interface Change {
  database: D1Database;
  caller: Caller;
  scope: Scope;
  nowMs: number;
}

type Facts = AuditRow['before'];

/** The audit log's entry of a change. */
export function entryOf(
  { caller: { actor, role }, nowMs }: { caller: Pick<Caller, 'actor' | 'role'>; nowMs: number },
  action: string,
  target: string,
  ownerId: string | null,
  { before = null, after = null }: { before?: Facts; after?: Facts },
): AuditRow {
  return { atMs: nowMs, actor, role, ownerId, action, target, before, after };
}

/** The owner that something new will be of: the caller itself, or the one that an admin names. */
export async function newThingsOwner(
  { database, scope }: Pick<Change, 'database' | 'scope'>,
  ownerId: string | undefined,
): Promise<Fallible<Owner, Refusal>> {
  const id = ownerId ?? (scope === 'everyone' ? undefined : scope.ownerId);
  if (id === undefined)
    return err({
      reason: 'bad-request',
      detail: 'Say whose it will be.',
      violations: [{ field: 'ownerId', rule: 'is needed of an admin' }],
    });
  const owner = await ownerOf(database, scope, id);
  return owner === null ? err(noSuch('owner', id)) : ok(owner);
}

/** Also where it is another's: who may not see a thing does not learn whether it is there. */
export function noSuch(kind: string, id: string): Refusal {
  return { reason: 'not-found', detail: `No ${kind} of yours has the id ${id}.` };
}

export function nameTaken(name: string): Refusal {
  return { reason: 'name-taken', detail: `There is one called ${name} already.` };
}
