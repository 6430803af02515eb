import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import type { CampaignPlan } from '../domain/fleet/fleet.ts';
import type { Refusal } from '../domain/refusal.ts';
import { newId } from '../domain/secret.ts';
import { campaignOf, deleteCampaign, insertCampaign } from '../storage/fleet/campaigns.ts';
import { groupOf } from '../storage/fleet/groups.ts';
import { type Change, entryOf, newThingsOwner, noSuch } from './change.ts';

/** An admin that names no owner makes it for everybody's agents. */
export async function createCampaign(
  change: Change,
  {
    ownerId: asked,
    groupId = null,
    ...plan
  }: Omit<CampaignPlan, 'id' | 'ownerId' | 'groupId'> & {
    ownerId?: string | undefined;
    groupId?: string | null | undefined;
  },
): Promise<Fallible<CampaignPlan, Refusal>> {
  const group = groupId === null ? null : await groupOf(change.database, change.scope, groupId);
  if (groupId !== null && group === null) return err(noSuch('group', groupId));
  const forAll = change.scope === 'everyone' && asked === undefined && group === null;
  const owner = forAll ? null : await newThingsOwner(change, asked ?? group?.ownerId);
  if (owner !== null && !owner.ok) return owner;
  const ownerId = owner === null ? null : owner.value.id;
  if (groupId !== null && group?.ownerId !== ownerId) return err(noSuch('group', groupId));
  const campaign: CampaignPlan = { id: newId(), ownerId, groupId, ...plan };
  const entry = entryOf(change, 'campaign.create', `campaign:${campaign.id}`, ownerId, {
    after: { groupId: campaign.groupId, ...plan },
  });
  await insertCampaign(change.database, campaign, entry);
  return ok(campaign);
}

export async function endCampaign(change: Change, id: string): Promise<Fallible<CampaignPlan, Refusal>> {
  const before = await campaignOf(change.database, change.scope, id);
  if (before === null) return err(noSuch('campaign', id));
  const { id: _id, ownerId, ...plan } = before;
  const entry = entryOf(change, 'campaign.delete', `campaign:${id}`, ownerId, { before: plan });
  await deleteCampaign(change.database, id, entry);
  return ok(before);
}
