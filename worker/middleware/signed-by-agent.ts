import { createMiddleware } from 'hono/factory';
import { MAX_BATCH_BYTES } from '../../measurement-agent/protocol/agents.ts';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import {
  isSignatureOf,
  readSignature,
  type SentSignature,
  verifyingKeyOf,
} from '../../measurement-agent/protocol/request-signature.ts';
import { SIGNED_WITHIN_S } from '../../measurement-agent/protocol/spec.ts';
import { inService, signedInTime } from '../domain/agent-service.ts';
import type { Config } from '../domain/config.ts';
import { publicOrigin } from '../domain/public-origin.ts';
import type { Refusal } from '../domain/refusal.ts';
import { agentOf, useNonce } from '../storage/agents.ts';
import type { App } from './app.ts';
import { readBytes } from './body.ts';
import { nowMsOf } from './clock.ts';
import { problem } from './problem.ts';

/** Lets pass what an enrolled agent in service signed just now, once. */
export const signedByAgent = createMiddleware<App>(async (c, next) => {
  const nowMs = nowMsOf(c);
  const sent = signatureOf(c.req.raw.headers);
  if (!sent.ok) return problem(c, sent.error);
  const agent = await agentOf(c.env.DB, sent.value.keyId);
  if (agent === null)
    return problem(c, {
      reason: 'unknown-agent',
      detail: 'Enrol the device first: jissoku enroll --token TOKEN.',
    });
  const body = await readBytes(c.req.raw, MAX_BATCH_BYTES);
  if (!body.ok) return problem(c, body.error);
  const passed = await checkSignature(
    c.req.raw,
    c.var.config,
    agent.publicKey,
    sent.value,
    body.value,
    nowMs,
  );
  if (!passed.ok) return problem(c, passed.error);
  // Said only to who holds the key.
  const serving = inService(agent);
  if (!serving.ok) return problem(c, serving.error);
  const unused = await useOnce(c.env.DB, sent.value, nowMs);
  if (!unused.ok) return problem(c, unused.error);
  c.set('agent', agent);
  c.set('body', body.value);
  return next();
});

/** Reads the signature; its absence and its form are refusals. */
export function signatureOf(headers: Headers): Fallible<SentSignature, Refusal> {
  const read = readSignature(headers);
  if (read.ok) return read;
  const detail =
    read.error.reason === 'missing'
      ? 'Sign the request (docs/protocol.md, section 8).'
      : 'Signature-Input, Signature or Content-Digest is not of the one form that is taken (docs/protocol.md, section 8).';
  return err({ reason: 'bad-signature', detail });
}

/** Whether a signature is of this request, by this key, and of now. */
export async function checkSignature(
  request: Request,
  config: Pick<Config, 'publicUrl' | 'local'>,
  publicKey: string,
  sent: SentSignature,
  body: Uint8Array,
  nowMs: number,
): Promise<Fallible<null, Refusal>> {
  const key = await verifyingKeyOf(publicKey);
  const signed = {
    method: request.method,
    authority: new URL(publicOrigin(request, config)).host,
    path: new URL(request.url).pathname,
    body,
  };
  if (key === null || !(await isSignatureOf(sent, signed, key)))
    return err({
      reason: 'bad-signature',
      detail: `The signature is not the key's of ${signed.method} ${signed.authority}${signed.path} with this body.`,
    });
  return signedInTime(sent.createdAtS, nowMs);
}

/** Whether this very request comes for the first time. */
export async function useOnce(
  database: D1Database,
  { keyId, nonce, createdAtS }: SentSignature,
  nowMs: number,
): Promise<Fallible<null, Refusal>> {
  // A signature of the future is taken that long, and so its nonce is kept.
  const forgetBeforeS = Math.floor(nowMs / 1000) - 2 * SIGNED_WITHIN_S;
  return (await useNonce(database, { agentId: keyId, nonce, createdAtS }, forgetBeforeS))
    ? ok(null)
    : err({ reason: 'replayed', detail: 'Sign every request anew, also one that is sent again.' });
}
