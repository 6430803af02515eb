import { Hono } from 'hono';
import {
  type Enrolled,
  enrollRequestSchema,
  heartbeatRequestSchema,
} from '../../measurement-agent/protocol/agents.ts';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import { API_PATHS, MAX_BODY_BYTES } from '../../measurement-agent/protocol/spec.ts';
import type { Agent, EnrolmentToken } from '../domain/agent.ts';
import { heartbeatAnswer } from '../domain/agent-service.ts';
import { hashEnrolmentToken } from '../domain/enrolment-token.ts';
import { gapBefore, type Span } from '../domain/fleet/health.ts';
import { CAMPAIGN_LEAD_MS } from '../domain/fleet/schedule-of.ts';
import type { Refusal } from '../domain/refusal.ts';
import { publicKeyOf } from '../domain/signing-key.ts';
import type { App } from '../middleware/app.ts';
import { jsonOf, readBytes } from '../middleware/body.ts';
import { capped } from '../middleware/caps.ts';
import { nowMsOf } from '../middleware/clock.ts';
import { methodNotAllowed, problem } from '../middleware/problem.ts';
import { checkSignature, signatureOf, signedByAgent, useOnce } from '../middleware/signed-by-agent.ts';
import { agentOf, enrolAgent, enrolmentTokenOf } from '../storage/agents.ts';
import { absencesSince } from '../storage/alarms/presence.ts';
import { noteHeartbeat } from '../storage/heartbeats.ts';

/** `/api/v1/agents:enroll` and `/api/v1/agents:heartbeat` */
export const agents = new Hono<App>();

agents.post(API_PATHS.enroll, capped('RESULT_LIMIT'), async (c) => {
  const nowMs = nowMsOf(c);
  const sent = signatureOf(c.req.raw.headers);
  if (!sent.ok) return problem(c, sent.error);
  const body = await readBytes(c.req.raw, MAX_BODY_BYTES);
  if (!body.ok) return problem(c, body.error);
  const request = jsonOf(c.req.raw.headers, body.value, enrollRequestSchema);
  if (!request.ok) return problem(c, request.error);
  const { token, publicKey } = request.value;
  const { kid: id } = await publicKeyOf(publicKey);
  if (id !== sent.value.keyId)
    return problem(c, {
      reason: 'bad-signature',
      detail: 'keyid is not the thumbprint of publicKey (RFC 7638).',
    });
  const passed = await checkSignature(c.req.raw, c.var.config, publicKey, sent.value, body.value, nowMs);
  if (!passed.ok) return problem(c, passed.error);
  const known = await tokenFor(c.env.DB, token, id, nowMs);
  if (!known.ok) return problem(c, known.error);
  const unused = await useOnce(c.env.DB, sent.value, nowMs);
  if (!unused.ok) return problem(c, unused.error);

  const { usedBy, created } = await enrolAgent(c.env.DB, { id, publicKey }, known.value, nowMs);
  if (usedBy !== id) return problem(c, usedByAnother(usedBy));
  const { owner, cohort, site } = known.value;
  const enrolled: Enrolled = { agentId: id, owner, cohort, site };
  return c.json(enrolled, created ? 201 : 200);
});
agents.all(API_PATHS.enroll, methodNotAllowed('POST'));

agents.post(API_PATHS.heartbeat, capped('RESULT_LIMIT'), signedByAgent, async (c) => {
  const heartbeat = jsonOf(c.req.raw.headers, c.var.body, heartbeatRequestSchema);
  if (!heartbeat.ok) return problem(c, heartbeat.error);
  const nowMs = nowMsOf(c);
  const { agent } = c.var;
  const { campaigns, retest } = await noteHeartbeat(
    c.env.DB,
    agent.id,
    heartbeat.value,
    nowMs,
    await gapOf(c.env.DB, agent, nowMs),
    nowMs + CAMPAIGN_LEAD_MS,
  );
  return c.json(heartbeatAnswer(agent, nowMs, campaigns, retest));
});
agents.all(API_PATHS.heartbeat, methodNotAllowed('POST'));

/** The gap that a heartbeat ends; where one seems to be, the server's own absences are asked for. */
async function gapOf(
  database: D1Database,
  { enrolledAtMs, heardAtMs }: Agent,
  nowMs: number,
): Promise<Span | null> {
  const sinceMs = heardAtMs ?? enrolledAtMs;
  if (gapBefore(sinceMs, nowMs, []) === null) return null;
  return gapBefore(sinceMs, nowMs, await absencesSince(database, sinceMs));
}

/** The token's record; a device that has enrolled with it may ask again, also after it has expired. */
async function tokenFor(
  database: D1Database,
  token: string,
  id: string,
  nowMs: number,
): Promise<Fallible<EnrolmentToken, Refusal>> {
  const known = await enrolmentTokenOf(database, await hashEnrolmentToken(token));
  if (known === null)
    return err({ reason: 'bad-token', detail: 'This enrolment token is not one of this server.' });
  if (nowMs < known.expiresAtMs || (await agentOf(database, id)) !== null) return ok(known);
  return err({
    reason: 'token-expired',
    detail: `This enrolment token expired at ${new Date(known.expiresAtMs).toISOString()}. Ask the operator for another.`,
  });
}

function usedByAnother(usedBy: string | null): Refusal {
  const detail =
    usedBy === null
      ? 'This key is enrolled with another token already: make a new one with jissoku enroll --new-key.'
      : 'Another device enrolled with this token; each takes one of its own.';
  return { reason: 'token-used', detail };
}
