/** Owners. What a scope does not reach is not there. */
import { and, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { owners } from '../../../db/fleet.ts';
import { agents, enrolmentTokens } from '../../../db/schema.ts';
import type { Suppression } from '../../domain/agent.ts';
import type { AuditRow, Owner } from '../../domain/fleet/fleet.ts';
import type { Scope } from '../../domain/fleet/permissions.ts';
import { pauseFrom, pauseOfOwner } from '../operator-pauses.ts';
import { suppressionFrom, suppressionTo } from '../suppression-columns.ts';
import { audited } from './audit.ts';

export async function insertOwner(
  database: D1Database,
  { suppression: _none, operatorSuppression: _neither, isps, ...owner }: Owner,
  entry: AuditRow,
): Promise<void> {
  await audited(
    database,
    entry,
    drizzle(database)
      .insert(owners)
      .values({ ...owner, isps: isps && [...isps] }),
  );
}

/** By label. */
export async function ownersIn(database: D1Database, scope: Scope): Promise<Owner[]> {
  const rows = await selectOwners(database).where(within(scope)).orderBy(owners.label);
  return rows.map(ownerFrom);
}

export async function ownerOf(database: D1Database, scope: Scope, id: string): Promise<Owner | null> {
  const [row] = await selectOwners(database).where(and(eq(owners.id, id), within(scope)));
  return row === undefined ? null : ownerFrom(row);
}

export async function ownerLabelled(database: D1Database, label: string): Promise<Owner | null> {
  const [row] = await selectOwners(database).where(eq(owners.label, label));
  return row === undefined ? null : ownerFrom(row);
}

/** Fields of an owner; one that is not given stays as it is. */
export interface OwnerChange {
  label?: string | undefined;
  isps?: readonly string[] | null | undefined;
  closed?: boolean | undefined;
}

/** What is given; the rest stays as another request may have made it meanwhile. Its agents and tokens carry the label, too. */
export async function updateOwner(
  database: D1Database,
  id: string,
  { label, isps, closed }: OwnerChange,
  entry: AuditRow,
): Promise<void> {
  const db = drizzle(database);
  const closing = sql`coalesce(${owners.closedAtMs}, ${entry.atMs})`;
  const own = db.update(owners);
  await audited(
    database,
    entry,
    ...(label === undefined
      ? []
      : [
          own.set({ label }).where(eq(owners.id, id)),
          db.update(agents).set({ owner: label }).where(eq(agents.ownerId, id)),
          db.update(enrolmentTokens).set({ owner: label }).where(eq(enrolmentTokens.ownerId, id)),
        ]),
    ...(isps === undefined ? [] : [own.set({ isps: isps && [...isps] }).where(eq(owners.id, id))]),
    ...(closed === undefined
      ? []
      : [own.set({ closedAtMs: closed ? closing : null }).where(eq(owners.id, id))]),
  );
}

export async function suppressOwner(
  database: D1Database,
  id: string,
  suppression: Suppression | null,
  entry: AuditRow,
): Promise<void> {
  const change = drizzle(database).update(owners).set(suppressionTo(suppression)).where(eq(owners.id, id));
  await audited(database, entry, change);
}

function within(scope: Scope) {
  return scope === 'everyone' ? undefined : eq(owners.id, scope.ownerId);
}

function selectOwners(database: D1Database) {
  return drizzle(database)
    .select({ owner: owners, pauseOfOwner })
    .from(owners)
    .leftJoin(pauseOfOwner, eq(pauseOfOwner.scope, owners.id));
}

function ownerFrom({ owner, pauseOfOwner: pause }: Awaited<ReturnType<typeof selectOwners>>[number]): Owner {
  const { id, kind, label, isps, createdAtMs, closedAtMs } = owner;
  return {
    id,
    kind,
    label,
    isps,
    createdAtMs,
    closedAtMs,
    suppression: suppressionFrom(owner),
    operatorSuppression: pauseFrom(pause),
  };
}
