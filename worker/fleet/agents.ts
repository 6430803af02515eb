import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import type { Agent } from '../domain/agent.ts';
import type { Refusal } from '../domain/refusal.ts';
import { type AgentUpdate, agentIn, updateAgent } from '../storage/fleet/agents.ts';
import { groupOf } from '../storage/fleet/groups.ts';
import { type Change, entryOf, noSuch } from './change.ts';
import { changed } from './groups.ts';

/** What is given is changed. An agent that was taken out of service does not come back; one that was retired may turn out stolen. */
export async function changeAgent(
  change: Change,
  id: string,
  asked: AgentUpdate,
): Promise<Fallible<Agent, Refusal>> {
  const before = await agentIn(change.database, change.scope, id);
  if (before === null) return err(noSuch('agent', id));
  if (asked.groupId !== undefined && asked.groupId !== null) {
    const group = await groupOf(change.database, change.scope, asked.groupId);
    // Also an admin puts no agent into a group of another owner's.
    if (group === null || group.ownerId !== before.ownerId) return err(noSuch('group', asked.groupId));
  }
  const entry = entryOf(change, 'agent.change', `agent:${id}`, before.ownerId, {
    before: changed(before, asked),
    after: { ...asked },
  });
  await updateAgent(change.database, id, asked, entry);
  // As it is told now, its group's schedule included.
  return ok((await agentIn(change.database, change.scope, id)) ?? before);
}
