import { type Context, Hono } from 'hono';
import type { Submitted } from '../../measurement-agent/protocol/api.ts';
import { submissionSchema } from '../../measurement-agent/protocol/result.ts';
import { acceptResult } from '../domain/accept-result.ts';
import { deleteTokenOf, isDeleteToken } from '../domain/delete-token.ts';
import { publicOrigin } from '../domain/public-origin.ts';
import { openSessionToken } from '../domain/session-token.ts';
import type { App } from '../middleware/app.ts';
import { bearerToken } from '../middleware/bearer.ts';
import { readJson } from '../middleware/body.ts';
import { methodNotAllowed, problem } from '../middleware/problem.ts';
import { readDirectory } from '../storage/directory.ts';
import { getDocument } from '../storage/documents.ts';
import { hasTombstone } from '../storage/results.ts';
import { keepResult, removeResult } from './keep-result.ts';

/** `/api/v1/results` and `/api/v1/results/{id}` */
export const results = new Hono<App>();

results.post('/', async (c) => {
  const { tokenKey } = c.var.config;
  const token = bearerToken(c.req.raw.headers);
  if (!token.ok) return problem(c, token.error);
  const session = await openSessionToken(token.value, tokenKey);
  if (!session.ok)
    return problem(c, { ...session.error, detail: 'The session token is not one of this server.' });
  const submission = await readJson(c.req.raw, submissionSchema);
  if (!submission.ok) return problem(c, submission.error);
  const nowMs = Date.now();
  const accepted = acceptResult(submission.value, session.value, nowMs, await readDirectory(c.env.DB, nowMs));
  if (!accepted.ok) return problem(c, accepted.error);

  const kept = await keepResult(c.env, accepted.value, session.value, nowMs);
  if (kept === 'deleted') return deleted(c);
  const id = session.value.sessionId;
  const submitted: Submitted = {
    id,
    url: `${publicOrigin(c.req.raw, c.var.config)}/r/${id}`,
    deleteToken: await deleteTokenOf(id, tokenKey),
  };
  return c.json(submitted, kept === 'created' ? 201 : 200);
});
results.all('/', methodNotAllowed('POST'));

results.get('/:id', async (c) => {
  const id = c.req.param('id');
  if (await hasTombstone(c.env.DB, id)) return deleted(c);
  const document = await getDocument(c.env.DOCUMENTS, id);
  return document === null
    ? problem(c, { reason: 'not-found', detail: 'There is no such result.' })
    : c.json(document);
});

results.delete('/:id', async (c) => {
  const id = c.req.param('id');
  const token = bearerToken(c.req.raw.headers);
  if (!token.ok) return problem(c, token.error);
  if (!(await isDeleteToken(token.value, id, c.var.config.tokenKey)))
    return problem(c, { reason: 'bad-token', detail: 'This is not the deleteToken of this result.' });
  const wasDeleted = await hasTombstone(c.env.DB, id);
  // Also the second time: the first may have died between the tombstone and the rest.
  await removeResult(c.env, id, Date.now());
  return wasDeleted ? deleted(c) : c.body(null, 204);
});
results.all('/:id', methodNotAllowed('GET', 'DELETE'));

function deleted(c: Context<App>): Response {
  return problem(c, { reason: 'result-deleted', detail: 'Its owner deleted it; it cannot come back.' });
}
