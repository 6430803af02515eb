import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import type { Schedule } from '../../measurement-agent/protocol/schedule.ts';
import type { Suppression } from '../domain/agent.ts';
import type { AgentGroup } from '../domain/fleet/fleet.ts';
import type { Refusal } from '../domain/refusal.ts';
import { newId } from '../domain/secret.ts';
import { deleteGroup, groupNamed, groupOf, insertGroup, updateGroup } from '../storage/fleet/groups.ts';
import { type Change, entryOf, nameTaken, newThingsOwner, noSuch } from './change.ts';

export async function createGroup(
  change: Change,
  { ownerId: asked, name }: { ownerId?: string | undefined; name: string },
): Promise<Fallible<AgentGroup, Refusal>> {
  const owner = await newThingsOwner(change, asked);
  if (!owner.ok) return owner;
  const { id: ownerId } = owner.value;
  if ((await groupNamed(change.database, ownerId, name)) !== null) return err(nameTaken(name));
  const group: AgentGroup = { id: newId(), ownerId, name, schedule: null, suppression: null };
  const entry = entryOf(change, 'group.create', `group:${group.id}`, ownerId, { after: { name } });
  await insertGroup(change.database, group, entry);
  return ok(group);
}

/** What is given is changed: a schedule of null is the default's, a suppression of null lifts it. */
export async function changeGroup(
  change: Change,
  id: string,
  asked: { name?: string; schedule?: Schedule | null; suppression?: Suppression | null },
): Promise<Fallible<AgentGroup, Refusal>> {
  const before = await groupOf(change.database, change.scope, id);
  if (before === null) return err(noSuch('group', id));
  const { ownerId } = before;
  if (
    asked.name !== undefined &&
    asked.name !== before.name &&
    (await groupNamed(change.database, ownerId, asked.name)) !== null
  )
    return err(nameTaken(asked.name));
  const after: AgentGroup = { ...before, ...asked };
  const entry = entryOf(change, 'group.change', `group:${id}`, ownerId, {
    before: changed(before, asked),
    after: { ...asked },
  });
  await updateGroup(change.database, id, asked, entry);
  return ok(after);
}

export async function removeGroup(change: Change, id: string): Promise<Fallible<AgentGroup, Refusal>> {
  const before = await groupOf(change.database, change.scope, id);
  if (before === null) return err(noSuch('group', id));
  const { name, schedule } = before;
  const entry = entryOf(change, 'group.delete', `group:${id}`, before.ownerId, {
    before: { name, schedule },
  });
  await deleteGroup(change.database, id, entry);
  return ok(before);
}

/** Of a thing the fields that a change names. */
export function changed(before: object, asked: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(before).filter(([name]) => name in asked));
}
