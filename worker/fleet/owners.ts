import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import type { OwnerKind } from '../../measurement-agent/protocol/fleet.ts';
import type { Suppression } from '../domain/agent.ts';
import type { Owner } from '../domain/fleet/fleet.ts';
import type { Refusal } from '../domain/refusal.ts';
import { newId } from '../domain/secret.ts';
import { readDirectory } from '../storage/directory.ts';
import {
  insertOwner,
  type OwnerChange,
  ownerLabelled,
  ownerOf,
  suppressOwner,
  updateOwner,
} from '../storage/fleet/owners.ts';
import { EVERYBODY, operatorPauseOf, setOperatorPause } from '../storage/operator-pauses.ts';
import { type Change, entryOf, nameTaken, noSuch } from './change.ts';

export async function createOwner(
  change: Change,
  {
    kind,
    label,
    isps = null,
  }: { kind: OwnerKind; label: string; isps?: readonly string[] | null | undefined },
): Promise<Fallible<Owner, Refusal>> {
  if ((await ownerLabelled(change.database, label)) !== null) return err(nameTaken(label));
  const unknown = await unknownIn(change, isps ?? []);
  if (unknown !== null) return err(unknown);
  const owner: Owner = {
    id: newId(),
    kind,
    label,
    isps,
    createdAtMs: change.nowMs,
    closedAtMs: null,
    suppression: null,
    operatorSuppression: null,
  };
  const entry = entryOf(change, 'owner.create', `owner:${owner.id}`, owner.id, {
    after: { kind, label, isps },
  });
  await insertOwner(change.database, owner, entry);
  return ok(owner);
}

/** `closed` ends all that its keys and logins open, from the next request on; its agents go on. */
export async function changeOwner(
  change: Change,
  id: string,
  asked: OwnerChange,
): Promise<Fallible<Owner, Refusal>> {
  const { label, isps, closed } = asked;
  const before = await ownerOf(change.database, change.scope, id);
  if (before === null) return err(noSuch('owner', id));
  if (label !== undefined && label !== before.label && (await ownerLabelled(change.database, label)) !== null)
    return err(nameTaken(label));
  const unknown = await unknownIn(change, isps ?? []);
  if (unknown !== null) return err(unknown);
  const after: Owner = {
    ...before,
    label: label ?? before.label,
    isps: isps === undefined ? before.isps : isps,
  };
  if (closed === true) after.closedAtMs ??= change.nowMs;
  if (closed === false) after.closedAtMs = null;
  const facts = (owner: Owner) => ({
    label: owner.label,
    isps: owner.isps,
    closedAtMs: owner.closedAtMs,
  });
  const entry = entryOf(change, 'owner.change', `owner:${id}`, id, {
    before: facts(before),
    after: facts(after),
  });
  await updateOwner(change.database, id, asked, entry);
  return ok(after);
}

/** All agents of the owner; null lifts it. What the operator makes no owner lifts; what an owner makes the operator lifts, too. */
export async function pauseOwner(
  change: Change,
  id: string,
  suppression: Suppression | null,
): Promise<Fallible<Owner, Refusal>> {
  const before = await ownerOf(change.database, change.scope, id);
  if (before === null) return err(noSuch('owner', id));
  if (change.caller.role === 'admin') {
    const entry = entryOf(change, 'owner.suppress', `owner:${id}`, id, {
      before: { operatorSuppression: before.operatorSuppression },
      after: { operatorSuppression: suppression },
    });
    await setOperatorPause(change.database, id, suppression, entry);
    return ok({
      ...before,
      suppression: suppression === null ? null : before.suppression,
      operatorSuppression: suppression,
    });
  }
  const entry = entryOf(change, 'owner.suppress', `owner:${id}`, id, {
    before: { suppression: before.suppression },
    after: { suppression },
  });
  await suppressOwner(change.database, id, suppression, entry);
  return ok({ ...before, suppression });
}

/** Everybody's agents, also such as enrol from now on; null lifts it. */
export async function pauseEverybody(
  change: Change,
  suppression: Suppression | null,
): Promise<Suppression | null> {
  const before = await operatorPauseOf(change.database, EVERYBODY);
  const entry = entryOf(change, 'agent.change', 'agent:all', null, {
    before: { suppression: before },
    after: { suppression },
  });
  await setOperatorPause(change.database, EVERYBODY, suppression, entry);
  return suppression;
}

/** What is wrong with brands that the directory does not have. */
async function unknownIn({ database, nowMs }: Change, isps: readonly string[]): Promise<Refusal | null> {
  if (isps.length === 0) return null;
  const { brands } = await readDirectory(database, nowMs);
  const unknown = isps.filter((slug) => !brands.has(slug));
  if (unknown.length === 0) return null;
  return {
    reason: 'bad-request',
    detail: `The directory has no ISP called ${unknown.join(', ')}.`,
    violations: [{ field: 'isps', rule: 'must be slugs of the directory' }],
  };
}
