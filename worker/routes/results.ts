import { type Context, Hono } from 'hono';
import { amendResultRequestSchema } from '../../measurement-agent/protocol/api.ts';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import { submissionSchema } from '../../measurement-agent/protocol/result.ts';
import { sessionIdSchema } from '../../measurement-agent/protocol/summary.ts';
import { amendResult } from '../documents/amend-result.ts';
import { readDocument } from '../documents/read-document.ts';
import { removeResult } from '../documents/remove-result.ts';
import { isDeleteToken } from '../domain/delete-token.ts';
import { publicOrigin } from '../domain/public-origin.ts';
import type { Refusal } from '../domain/refusal.ts';
import { openSessionToken } from '../domain/session-token.ts';
import { signingKeyOf } from '../domain/signing-key.ts';
import type { App } from '../middleware/app.ts';
import { bearerToken } from '../middleware/bearer.ts';
import { readJson } from '../middleware/body.ts';
import { capped } from '../middleware/caps.ts';
import { nowMsOf } from '../middleware/clock.ts';
import { methodNotAllowed, problem } from '../middleware/problem.ts';
import { cellReader } from '../storage/cell-reader.ts';
import { hasTombstone } from '../storage/results.ts';
import { basisOf } from './quality/asked.ts';
import { standingAnswer } from './standing/standing-answer.ts';
import { DELETED, takeResults } from './take-results.ts';

/** `/api/v1/results` and `/api/v1/results/{id}` */
export const results = new Hono<App>();

results.post('/', capped('RESULT_LIMIT'), async (c) => {
  const { tokenKey } = c.var.config;
  const token = bearerToken(c.req.raw.headers);
  if (!token.ok) return problem(c, token.error);
  const session = await openSessionToken(token.value, tokenKey);
  if (!session.ok)
    return problem(c, { ...session.error, detail: 'The session token is not one of this server.' });
  const submission = await readJson(c.req.raw, submissionSchema);
  if (!submission.ok) return problem(c, submission.error);
  const origin = publicOrigin(c.req.raw, c.var.config);
  const sent = [{ claims: session.value, submission: submission.value }];
  const [taken] = await takeResults(c.env, c.var.config, origin, sent, null, nowMsOf(c));
  if (taken === undefined || !taken.ok) return problem(c, taken?.error ?? DELETED);
  return c.json(taken.value.submitted, taken.value.created ? 201 : 200);
});
results.all('/', methodNotAllowed('POST'));

results.get('/:id', capped('READ_LIMIT'), async (c) => {
  const id = c.req.param('id');
  // R2 throws for what is too long for one of its names.
  if (!sessionIdSchema.safeParse(id).success) return notFound(c);
  if (await hasTombstone(c.env.DB, id)) return deleted(c);
  const document = await readDocument(c.env, id);
  return document === null ? notFound(c) : c.json(document);
});

results.get('/:id/standing', capped('READ_LIMIT'), async (c) => {
  const id = c.req.param('id');
  if (!sessionIdSchema.safeParse(id).success) return notFound(c);
  if (await hasTombstone(c.env.DB, id)) return deleted(c);
  const document = await readDocument(c.env, id);
  if (document === null) return notFound(c);
  const basis = await basisOf(c);
  const cells = { database: c.env.DB, reader: cellReader(c.env.DB, basis) };
  return c.json(await standingAnswer(cells, basis, document));
});
results.all('/:id/standing', methodNotAllowed('GET'));

results.patch('/:id', capped('RESULT_LIMIT'), async (c) => {
  const id = c.req.param('id');
  const owner = await ownerOf(c, id);
  if (!owner.ok) return problem(c, owner.error);
  const request = await readJson(c.req.raw, amendResultRequestSchema);
  if (!request.ok) return problem(c, request.error);
  const { declared } = request.value;
  // Whose line an ISP's agent is on is its site's to say: it decides whether the result counts.
  if (declared.isp !== undefined && (await readDocument(c.env, id))?.cohort === 'isp-agent')
    return problem(c, {
      reason: 'bad-request',
      detail: 'The ISP of what an ISP’s agent measured is said of its site.',
      violations: [{ field: 'declared.isp', rule: 'cannot be changed in a result of an ISP’s agent' }],
    });
  const key = await signingKeyOf(c.var.config.signingKey);
  const amended = await amendResult(c.env, id, declared, key, nowMsOf(c));
  if (amended === 'deleted') return deleted(c);
  return amended === 'not-found' ? notFound(c) : c.json(amended);
});

results.delete('/:id', capped('RESULT_LIMIT'), async (c) => {
  const id = c.req.param('id');
  const owner = await ownerOf(c, id);
  if (!owner.ok) return problem(c, owner.error);
  const wasDeleted = await hasTombstone(c.env.DB, id);
  // Also the second time: the first may have died between the tombstone and the rest.
  await removeResult(c.env, id, nowMsOf(c));
  return wasDeleted ? deleted(c) : c.body(null, 204);
});
results.all('/:id', methodNotAllowed('GET', 'PATCH', 'DELETE'));

/** Whether the request carries the token that its submitter got. */
async function ownerOf(c: Context<App>, id: string): Promise<Fallible<null, Refusal>> {
  const token = bearerToken(c.req.raw.headers);
  if (!token.ok) return token;
  return (await isDeleteToken(token.value, id, c.var.config.tokenKey))
    ? ok(null)
    : err({ reason: 'bad-token', detail: 'This is not the deleteToken of this result.' });
}

function notFound(c: Context<App>): Response {
  return problem(c, { reason: 'not-found', detail: 'There is no such result.' });
}

function deleted(c: Context<App>): Response {
  return problem(c, DELETED);
}
