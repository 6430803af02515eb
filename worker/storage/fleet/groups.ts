/** Groups of agents. What a scope does not reach is not there. */
import { and, eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { agentGroups, campaigns } from '../../../db/fleet.ts';
import { agents } from '../../../db/schema.ts';
import type { AgentGroup, AuditRow } from '../../domain/fleet/fleet.ts';
import type { Scope } from '../../domain/fleet/permissions.ts';
import { suppressionFrom, suppressionTo } from '../suppression-columns.ts';
import { audited } from './audit.ts';

export async function insertGroup(
  database: D1Database,
  { suppression: _none, ...group }: AgentGroup,
  entry: AuditRow,
): Promise<void> {
  const change = drizzle(database)
    .insert(agentGroups)
    .values({ ...group, createdAtMs: entry.atMs });
  await audited(database, entry, change);
}

/** By owner and name. */
export async function groupsIn(database: D1Database, scope: Scope): Promise<AgentGroup[]> {
  const rows = await drizzle(database)
    .select()
    .from(agentGroups)
    .where(within(scope))
    .orderBy(agentGroups.ownerId, agentGroups.name);
  return rows.map(groupFrom);
}

export async function groupOf(database: D1Database, scope: Scope, id: string): Promise<AgentGroup | null> {
  const [row] = await drizzle(database)
    .select()
    .from(agentGroups)
    .where(and(eq(agentGroups.id, id), within(scope)));
  return row === undefined ? null : groupFrom(row);
}

export async function groupNamed(
  database: D1Database,
  ownerId: string,
  name: string,
): Promise<AgentGroup | null> {
  const [row] = await drizzle(database)
    .select()
    .from(agentGroups)
    .where(and(eq(agentGroups.ownerId, ownerId), eq(agentGroups.name, name)));
  return row === undefined ? null : groupFrom(row);
}

/** Name, schedule and suppression. */
export async function updateGroup(
  database: D1Database,
  id: string,
  { name, schedule, suppression }: Partial<Pick<AgentGroup, 'name' | 'schedule' | 'suppression'>>,
  entry: AuditRow,
): Promise<void> {
  const set = {
    ...(name !== undefined && { name }),
    ...(schedule !== undefined && { schedule }),
    ...(suppression !== undefined && suppressionTo(suppression)),
  };
  const changes =
    Object.keys(set).length === 0
      ? []
      : [drizzle(database).update(agentGroups).set(set).where(eq(agentGroups.id, id))];
  await audited(database, entry, ...changes);
}

/** Its agents are in none afterwards, and its campaigns are over. */
export async function deleteGroup(database: D1Database, id: string, entry: AuditRow): Promise<void> {
  const db = drizzle(database);
  await audited(
    database,
    entry,
    db.update(agents).set({ groupId: null }).where(eq(agents.groupId, id)),
    db.delete(campaigns).where(eq(campaigns.groupId, id)),
    db.delete(agentGroups).where(eq(agentGroups.id, id)),
  );
}

function within(scope: Scope) {
  return scope === 'everyone' ? undefined : eq(agentGroups.ownerId, scope.ownerId);
}

function groupFrom(row: typeof agentGroups.$inferSelect): AgentGroup {
  const { id, ownerId, name, schedule } = row;
  return { id, ownerId, name, schedule, suppression: suppressionFrom(row) };
}
