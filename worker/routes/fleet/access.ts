import { err, ok } from '../../../measurement-agent/protocol/fallible.ts';
import {
  accessGrantRequestSchema,
  accessRevocationSchema,
} from '../../../measurement-agent/protocol/fleet.ts';
import { grantAccess, revokeAccess } from '../../fleet/logins.ts';
import { type Handlers, withBody } from './handlers.ts';

/** Who may log in through Cloudflare Access. A mail address is hashed here and forgotten. */
export const accessHandlers = {
  'POST /access-grants': (c, change) =>
    withBody(
      c,
      accessGrantRequestSchema,
      (asked) => grantAccess(change, asked, c.var.config.prefixKey),
      (subject) => ({ subject }),
      201,
    ),
  'POST /access-grants/revocation': (c, change) =>
    withBody(
      c,
      accessRevocationSchema,
      async ({ mail }) =>
        (await revokeAccess(change, mail, c.var.config.prefixKey))
          ? ok(null)
          : err({ reason: 'not-found', detail: 'Nobody with this address is let in.' }),
      () => ({}),
    ),
} satisfies Partial<Handlers>;
