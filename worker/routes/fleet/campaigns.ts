import { newCampaignSchema } from '../../../measurement-agent/protocol/fleet.ts';
import { campaignView } from '../../domain/fleet/views.ts';
import { createCampaign, endCampaign } from '../../fleet/campaigns.ts';
import { campaignsIn } from '../../storage/fleet/campaigns.ts';
import { answer, type Handlers, idIn, withBody } from './handlers.ts';

export const campaignHandlers = {
  async 'GET /campaigns'(c, { database, scope }) {
    return c.json({ items: (await campaignsIn(database, scope)).map(campaignView) });
  },
  'POST /campaigns': (c, change) =>
    withBody(
      c,
      newCampaignSchema,
      ({ startsAt, endsAt, ...asked }) =>
        createCampaign(change, { ...asked, startsAtMs: Date.parse(startsAt), endsAtMs: Date.parse(endsAt) }),
      campaignView,
      201,
    ),
  async 'DELETE /campaigns/:id'(c, change) {
    return answer(c, await endCampaign(change, idIn(c)), campaignView);
  },
} satisfies Partial<Handlers>;
