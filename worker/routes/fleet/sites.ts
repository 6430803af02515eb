import {
  newSiteSchema,
  newTokenSchema,
  siteChangeSchema,
} from '../../../measurement-agent/protocol/fleet.ts';
import type { MadeToken, OwnedSite } from '../../domain/fleet/fleet.ts';
import { tokenView } from '../../domain/fleet/views.ts';
import { changeSite, createSite, createToken, endTokens, tokensOfSite } from '../../fleet/sites.ts';
import { sitesIn } from '../../storage/fleet/sites.ts';
import { answer, type Handlers, idIn, withBody } from './handlers.ts';

const siteView = (site: OwnedSite) => site;
const tokensView = (tokens: readonly MadeToken[]) => ({ items: tokens.map(tokenView) });

export const siteHandlers = {
  async 'GET /sites'(c, { database, scope }) {
    return c.json({ items: await sitesIn(database, scope) });
  },
  'POST /sites': (c, change) =>
    withBody(c, newSiteSchema, (asked) => createSite(change, asked), siteView, 201),
  'PATCH /sites/:id': (c, change) =>
    withBody(c, siteChangeSchema, (asked) => changeSite(change, idIn(c), asked), siteView),
  async 'GET /sites/:id/tokens'(c, change) {
    return answer(c, await tokensOfSite(change, idIn(c)), tokensView);
  },
  async 'DELETE /sites/:id/tokens'(c, change) {
    return answer(c, await endTokens(change, idIn(c)), tokensView);
  },
  'POST /sites/:id/tokens': (c, change) =>
    withBody(
      c,
      newTokenSchema,
      (asked) => createToken(change, idIn(c), asked),
      ({ token, expiresAtMs }) => ({ token, expiresAt: new Date(expiresAtMs).toISOString() }),
      201,
    ),
} satisfies Partial<Handlers>;
