/** Pauses by the operator: of one owner's agents, or of everybody's. */
import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { alias } from 'drizzle-orm/sqlite-core';
import { operatorPauses, owners } from '../../db/fleet.ts';
import type { Agent, Suppression } from '../domain/agent.ts';
import type { AuditRow } from '../domain/fleet/fleet.ts';
import { audited } from './fleet/audit.ts';
import { type SuppressionColumns, suppressionFrom, suppressionTo } from './suppression-columns.ts';

/** The scope of everybody's agents; no owner has such an id. */
export const EVERYBODY = 'all';

/** To be joined on an owner's id, and on EVERYBODY. */
export const pauseOfOwner = alias(operatorPauses, 'pause_of_owner');
export const pauseOfAll = alias(operatorPauses, 'pause_of_all');

export async function operatorPauseOf(database: D1Database, scope: string): Promise<Suppression | null> {
  const [row] = await drizzle(database).select().from(operatorPauses).where(eq(operatorPauses.scope, scope));
  return pauseFrom(row ?? null);
}

/** Null lifts it, and with an owner's also what that owner made of all its agents. */
export async function setOperatorPause(
  database: D1Database,
  scope: string,
  pause: Suppression | null,
  entry: AuditRow,
): Promise<void> {
  const db = drizzle(database);
  const change =
    pause === null
      ? db.delete(operatorPauses).where(eq(operatorPauses.scope, scope))
      : db
          .insert(operatorPauses)
          .values({ ...pause, scope })
          .onConflictDoUpdate({ target: operatorPauses.scope, set: pause });
  const own = db.update(owners).set(suppressionTo(null)).where(eq(owners.id, scope));
  await audited(database, entry, change, ...(pause === null ? [own] : []));
}

type Pauses = Pick<Agent, 'suppression' | 'groupSuppression' | 'ownerSuppression' | 'operatorSuppressions'>;

/** All that may pause an agent, of its row and those joined to it. */
export function pausesOfAgent(row: {
  agent: SuppressionColumns;
  group: SuppressionColumns | null;
  owner: SuppressionColumns | null;
  pauseOfOwner: Suppression | null;
  pauseOfAll: Suppression | null;
}): Pauses {
  return {
    suppression: suppressionFrom(row.agent),
    groupSuppression: row.group && suppressionFrom(row.group),
    ownerSuppression: row.owner && suppressionFrom(row.owner),
    operatorSuppressions: [row.pauseOfOwner, row.pauseOfAll].flatMap((pause) => pauseFrom(pause) ?? []),
  };
}

/** Of a row that was asked for or joined. */
export function pauseFrom(row: Suppression | null): Suppression | null {
  return row && { untilMs: row.untilMs, reason: row.reason };
}
