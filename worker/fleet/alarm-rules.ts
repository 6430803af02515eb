import canonicalize from 'canonicalize';
import type { AlarmRuleRequest } from '../../measurement-agent/protocol/alarms.ts';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import type { AlarmRule } from '../domain/fleet/alarm.ts';
import type { Refusal } from '../domain/refusal.ts';
import { newId } from '../domain/secret.ts';
import { deleteRule, insertRule, ruleOf, rulesIn } from '../storage/alarms/rules.ts';
import { agentIn } from '../storage/fleet/agents.ts';
import { type Change, entryOf, nameTaken, newThingsOwner, noSuch } from './change.ts';

/** Every rule is looked at for every agent. */
const MOST_RULES = 50;

/** What is asked for a second time is there already, and not refused. */
export async function createRule(
  change: Change,
  asked: AlarmRuleRequest,
): Promise<Fallible<AlarmRule, Refusal>> {
  const { name, agentId, condition, quietHours } = asked;
  const owner = await newThingsOwner(change, asked.ownerId);
  if (!owner.ok) return owner;
  const { id: ownerId } = owner.value;
  if (agentId !== null && (await agentIn(change.database, { ownerId }, agentId)) === null)
    return err(noSuch('agent', agentId));
  const rules = await rulesIn(change.database, { ownerId });
  const named = rules.find((rule) => rule.name === name);
  if (named !== undefined) return sameRule(named, asked) ? ok(named) : err(nameTaken(name));
  if (rules.length >= MOST_RULES)
    return err({ reason: 'bad-request', detail: `An owner has ${MOST_RULES} rules at most.` });
  const rule = { id: newId(), ownerId, name, agentId, condition, quietHours, createdAtMs: change.nowMs };
  const entry = entryOf(change, 'alarm-rule.create', `alarm-rule:${rule.id}`, ownerId, {
    after: { name, agentId, condition, quietHours },
  });
  await insertRule(change.database, rule, entry);
  return ok(rule);
}

function sameRule(rule: AlarmRule, asked: AlarmRuleRequest): boolean {
  const facts = ({ agentId, condition, quietHours }: AlarmRule | AlarmRuleRequest) =>
    canonicalize({ agentId, condition, quietHours });
  return facts(rule) === facts(asked);
}

export async function removeRule(change: Change, id: string): Promise<Fallible<AlarmRule, Refusal>> {
  const before = await ruleOf(change.database, change.scope, id);
  if (before === null) return err(noSuch('rule', id));
  const { ownerId, name, agentId, condition, quietHours } = before;
  const entry = entryOf(change, 'alarm-rule.delete', `alarm-rule:${id}`, ownerId, {
    before: { name, agentId, condition, quietHours },
  });
  await deleteRule(change.database, id, entry);
  return ok(before);
}
