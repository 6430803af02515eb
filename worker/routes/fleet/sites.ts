import {
  newSiteSchema,
  newTokenSchema,
  siteChangeSchema,
} from '../../../measurement-agent/protocol/fleet.ts';
import type { OwnedSite } from '../../domain/fleet/fleet.ts';
import { changeSite, createSite, createToken } from '../../fleet/sites.ts';
import { sitesIn } from '../../storage/fleet/sites.ts';
import { type Handlers, idIn, withBody } from './handlers.ts';

const siteView = (site: OwnedSite) => site;

export const siteHandlers = {
  async 'GET /sites'(c, { database, scope }) {
    return c.json({ items: await sitesIn(database, scope) });
  },
  'POST /sites': (c, change) =>
    withBody(c, newSiteSchema, (asked) => createSite(change, asked), siteView, 201),
  'PATCH /sites/:id': (c, change) =>
    withBody(c, siteChangeSchema, (asked) => changeSite(change, idIn(c), asked), siteView),
  'POST /sites/:id/tokens': (c, change) =>
    withBody(
      c,
      newTokenSchema,
      (asked) => createToken(change, idIn(c), asked),
      ({ token, expiresAtMs }) => ({ token, expiresAt: new Date(expiresAtMs).toISOString() }),
      201,
    ),
} satisfies Partial<Handlers>;
