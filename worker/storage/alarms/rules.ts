/** Rules and what they raised. What a scope does not reach is not there. */
import { and, eq, isNull } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { alarmRules, alarms } from '../../../db/alarms.ts';
import type { Alarm, AlarmRule } from '../../domain/fleet/alarm.ts';
import type { AuditRow } from '../../domain/fleet/fleet.ts';
import type { Scope } from '../../domain/fleet/permissions.ts';
import { audited } from '../fleet/audit.ts';
import { afterPlace, type ListPlace, newestFirst } from './newest-first.ts';

export async function insertRule(database: D1Database, rule: AlarmRule, entry: AuditRow): Promise<void> {
  await audited(database, entry, drizzle(database).insert(alarmRules).values(rule));
}

/** By owner and name. */
export async function rulesIn(database: D1Database, scope: Scope): Promise<AlarmRule[]> {
  return drizzle(database)
    .select()
    .from(alarmRules)
    .where(scope === 'everyone' ? undefined : eq(alarmRules.ownerId, scope.ownerId))
    .orderBy(alarmRules.ownerId, alarmRules.name);
}

export async function ruleOf(database: D1Database, scope: Scope, id: string): Promise<AlarmRule | null> {
  const [row] = await drizzle(database)
    .select()
    .from(alarmRules)
    .where(
      and(eq(alarmRules.id, id), scope === 'everyone' ? undefined : eq(alarmRules.ownerId, scope.ownerId)),
    );
  return row ?? null;
}

/** Its alarms are withdrawn by the next run of the scheduled job. */
export async function deleteRule(database: D1Database, id: string, entry: AuditRow): Promise<void> {
  await audited(database, entry, drizzle(database).delete(alarmRules).where(eq(alarmRules.id, id)));
}

const LISTED_BY = [alarms.raisedAtMs, alarms.id] as const;

/** The newest first. */
export async function alarmsIn(
  database: D1Database,
  scope: Scope,
  {
    lasting,
    limit,
    agentId = null,
    after = null,
  }: { lasting: boolean; limit: number; agentId?: string | null; after?: ListPlace | null },
): Promise<Alarm[]> {
  return drizzle(database)
    .select()
    .from(alarms)
    .where(
      and(
        scope === 'everyone' ? undefined : eq(alarms.ownerId, scope.ownerId),
        lasting ? isNull(alarms.endedAtMs) : undefined,
        agentId === null ? undefined : eq(alarms.agentId, agentId),
        afterPlace(LISTED_BY, after),
      ),
    )
    .orderBy(...newestFirst(LISTED_BY))
    .limit(limit);
}
