import { Hono } from 'hono';
import {
  type Batch,
  type BatchOutcome,
  batchItemSchema,
  batchRequestSchema,
} from '../../measurement-agent/protocol/agents.ts';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import { submissionSchema } from '../../measurement-agent/protocol/result.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { sessionIdSchema } from '../../measurement-agent/protocol/summary.ts';
import { publicOrigin } from '../domain/public-origin.ts';
import type { Refusal } from '../domain/refusal.ts';
import { openSessionToken } from '../domain/session-token.ts';
import type { App } from '../middleware/app.ts';
import { checkJson, jsonOf } from '../middleware/body.ts';
import { capped } from '../middleware/caps.ts';
import { nowMsOf } from '../middleware/clock.ts';
import { methodNotAllowed, problem, problemOf } from '../middleware/problem.ts';
import { signedByAgent } from '../middleware/signed-by-agent.ts';
import { type Sent, takeResults } from './take-results.ts';

/** `/api/v1/results:batch` */
export const resultBatch = new Hono<App>();

resultBatch.post(API_PATHS.batch, capped('RESULT_LIMIT'), signedByAgent, async (c) => {
  const request = jsonOf(c.req.raw.headers, c.var.body, batchRequestSchema);
  if (!request.ok) return problem(c, request.error);
  const { config, agent } = c.var;
  const read = await Promise.all(request.value.items.map((item) => readItem(item, config.tokenKey)));
  const sent = read.flatMap((item) => (item.ok ? [item.value] : []));
  const origin = publicOrigin(c.req.raw, config);
  const taken = (await takeResults(c.env, config, origin, sent, agent, nowMsOf(c))).values();
  const items = read.map((item, index): BatchOutcome => {
    const outcome = item.ok ? (taken.next().value ?? err(LOST)) : item;
    if (outcome.ok) {
      const { created, submitted } = outcome.value;
      return { outcome: 'stored', status: created ? 201 : 200, submitted };
    }
    const measurementId = measurementIdOf(request.value.items[index]);
    return { outcome: 'refused', measurementId, problem: problemOf(outcome.error) };
  });
  const answer: Batch = { items };
  return c.json(answer);
});
resultBatch.all(API_PATHS.batch, methodNotAllowed('POST'));

const LOST: Refusal = { reason: 'server-error', detail: 'Try again later.' };

async function readItem(item: unknown, tokenKey: string): Promise<Fallible<Sent, Refusal>> {
  const parts = checkJson(batchItemSchema, item);
  if (!parts.ok) return parts;
  const session = await openSessionToken(parts.value.token, tokenKey);
  if (!session.ok) return err({ ...session.error, detail: 'The session token is not one of this server.' });
  const submission = checkJson(submissionSchema, parts.value.result);
  return submission.ok ? ok({ claims: session.value, submission: submission.value }) : submission;
}

/** So that who reads the answer need not count. */
function measurementIdOf(item: unknown): string | null {
  const id = (item as { result?: { measurementId?: unknown } } | null)?.result?.measurementId;
  const parsed = sessionIdSchema.safeParse(id);
  return parsed.success ? parsed.data : null;
}
