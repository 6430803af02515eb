import { scopeOf } from '../../domain/fleet/permissions.ts';
import { auditView } from '../../domain/fleet/views.ts';
import { problem } from '../../middleware/problem.ts';
import { auditIn } from '../../storage/fleet/audit.ts';
import type { Handlers } from './handlers.ts';

const PAGE = 200;

export const auditHandlers = {
  async 'GET /audit'(c, { database, scope, caller }) {
    const before = c.req.query('before');
    const beforeId = before === undefined ? null : Number(before);
    if (beforeId !== null && !Number.isSafeInteger(beforeId))
      return problem(c, { reason: 'bad-request', detail: 'before is the id of an entry.' });
    // Whom the API tells no keys, no endpoints and no contact data, the log tells none.
    const withSecrets = (['GET /keys', 'GET /webhooks', 'GET /owners/:id/contact'] as const).every(
      (route) => scopeOf(route, caller) !== null,
    );
    const rows = await auditIn(database, scope, { beforeId, limit: PAGE, withSecrets });
    return c.json({
      items: rows.map(auditView),
      next: rows.length < PAGE ? null : (rows.at(-1)?.id ?? null),
    });
  },
} satisfies Partial<Handlers>;
