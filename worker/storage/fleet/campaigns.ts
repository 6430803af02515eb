/** Campaigns. What a scope does not reach is not there. */
import { and, eq, gt, isNull, lte, or } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { campaigns } from '../../../db/fleet.ts';
import type { AuditRow, CampaignPlan } from '../../domain/fleet/fleet.ts';
import type { Scope } from '../../domain/fleet/permissions.ts';
import { audited } from './audit.ts';

export async function insertCampaign(
  database: D1Database,
  campaign: CampaignPlan,
  entry: AuditRow,
): Promise<void> {
  const change = drizzle(database)
    .insert(campaigns)
    .values({ ...campaign, createdAtMs: entry.atMs });
  await audited(database, entry, change);
}

/** An owner sees those of everybody, too: its agents run them. */
export async function campaignsIn(database: D1Database, scope: Scope): Promise<CampaignPlan[]> {
  return selectCampaigns(database)
    .where(
      scope === 'everyone' ? undefined : or(isNull(campaigns.ownerId), eq(campaigns.ownerId, scope.ownerId)),
    )
    .orderBy(campaigns.startsAtMs);
}

/** One that the scope may end. */
export async function campaignOf(
  database: D1Database,
  scope: Scope,
  id: string,
): Promise<CampaignPlan | null> {
  const own = scope === 'everyone' ? undefined : eq(campaigns.ownerId, scope.ownerId);
  const [row] = await selectCampaigns(database).where(and(eq(campaigns.id, id), own));
  return row ?? null;
}

export async function deleteCampaign(database: D1Database, id: string, entry: AuditRow): Promise<void> {
  await audited(database, entry, drizzle(database).delete(campaigns).where(eq(campaigns.id, id)));
}

/** Those that have not ended at `nowMs` and begin until `untilMs`. */
export function campaignsUntil(database: D1Database, nowMs: number, untilMs: number) {
  return selectCampaigns(database).where(
    and(gt(campaigns.endsAtMs, nowMs), lte(campaigns.startsAtMs, untilMs)),
  );
}

function selectCampaigns(database: D1Database) {
  const { id, ownerId, groupId, name, startsAtMs, endsAtMs, everyS, spreadS } = campaigns;
  return drizzle(database)
    .select({ id, ownerId, groupId, name, startsAtMs, endsAtMs, everyS, spreadS })
    .from(campaigns);
}
