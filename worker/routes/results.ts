import { type Context, Hono } from 'hono';
import { amendResultRequestSchema, type Submitted } from '../../measurement-agent/protocol/api.ts';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import { receiptFaults, signResult } from '../../measurement-agent/protocol/receipts.ts';
import { submissionSchema } from '../../measurement-agent/protocol/result.ts';
import { sessionIdSchema } from '../../measurement-agent/protocol/summary.ts';
import { acceptResult } from '../domain/accept-result.ts';
import { deleteTokenOf, isDeleteToken } from '../domain/delete-token.ts';
import { publicOrigin } from '../domain/public-origin.ts';
import type { Refusal } from '../domain/refusal.ts';
import { openSessionToken } from '../domain/session-token.ts';
import { signingKeyOf } from '../domain/signing-key.ts';
import type { App } from '../middleware/app.ts';
import { bearerToken } from '../middleware/bearer.ts';
import { readJson } from '../middleware/body.ts';
import { capped } from '../middleware/caps.ts';
import { methodNotAllowed, problem } from '../middleware/problem.ts';
import { readDirectory } from '../storage/directory.ts';
import { getDocument } from '../storage/documents.ts';
import { hasTombstone } from '../storage/results.ts';
import { amendResult } from './amend-result.ts';
import { keepResult, removeResult } from './keep-result.ts';
import { readKeySet } from './keys.ts';

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
  const nowMs = Date.now();
  const { groupId } = session.value;
  const keys = await readKeySet(c.env.DB, c.var.config, nowMs);
  const known = {
    directory: await readDirectory(c.env.DB, nowMs),
    groupsFirst: groupId === null ? null : await getDocument(c.env.DOCUMENTS, groupId),
    receiptFaults: (await receiptFaults(submission.value, keys)).filter((fault) => fault !== null),
  };
  const accepted = acceptResult(submission.value, session.value, known, nowMs);
  if (!accepted.ok) return problem(c, accepted.error);

  const signed = await signResult(accepted.value, await signingKeyOf(c.var.config.signingKey));
  const kept = await keepResult(c.env, signed, session.value, nowMs);
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

results.get('/:id', capped('READ_LIMIT'), async (c) => {
  const id = c.req.param('id');
  // R2 throws for what is too long for one of its names.
  if (!sessionIdSchema.safeParse(id).success) return notFound(c);
  if (await hasTombstone(c.env.DB, id)) return deleted(c);
  const document = await getDocument(c.env.DOCUMENTS, id);
  return document === null ? notFound(c) : c.json(document);
});

results.patch('/:id', capped('RESULT_LIMIT'), async (c) => {
  const id = c.req.param('id');
  const owner = await ownerOf(c, id);
  if (!owner.ok) return problem(c, owner.error);
  const request = await readJson(c.req.raw, amendResultRequestSchema);
  if (!request.ok) return problem(c, request.error);
  const key = await signingKeyOf(c.var.config.signingKey);
  const amended = await amendResult(c.env, id, request.value.declared, key, Date.now());
  if (amended === 'deleted') return deleted(c);
  return amended === 'not-found' ? notFound(c) : c.json(amended);
});

results.delete('/:id', capped('RESULT_LIMIT'), async (c) => {
  const id = c.req.param('id');
  const owner = await ownerOf(c, id);
  if (!owner.ok) return problem(c, owner.error);
  const wasDeleted = await hasTombstone(c.env.DB, id);
  // Also the second time: the first may have died between the tombstone and the rest.
  await removeResult(c.env, id, Date.now());
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
  return problem(c, { reason: 'result-deleted', detail: 'Its owner deleted it; it cannot come back.' });
}
