import { auditView } from '../../domain/fleet/views.ts';
import { problem } from '../../middleware/problem.ts';
import { auditIn } from '../../storage/fleet/audit.ts';
import type { Handlers } from './handlers.ts';

const PAGE = 200;

export const auditHandlers = {
  async 'GET /audit'(c, { database, scope }) {
    const before = c.req.query('before');
    const beforeId = before === undefined ? null : Number(before);
    if (beforeId !== null && !Number.isSafeInteger(beforeId))
      return problem(c, { reason: 'bad-request', detail: 'before is the id of an entry.' });
    const rows = await auditIn(database, scope, beforeId, PAGE);
    return c.json({
      items: rows.map(auditView),
      next: rows.length < PAGE ? null : (rows.at(-1)?.id ?? null),
    });
  },
} satisfies Partial<Handlers>;
