import { type Context, Hono } from 'hono';
import { openSessionRequestSchema, type Session } from '../../measurement-agent/protocol/api.ts';
import { DEFAULT_PLAN } from '../../measurement-agent/protocol/plan.ts';
import { anonymityPrefix, clientAddress } from '../domain/address.ts';
import { hashAddress } from '../domain/address-hash.ts';
import { newAddressSecret } from '../domain/address-key.ts';
import { monthOf } from '../domain/month.ts';
import { observeNetwork } from '../domain/observe.ts';
import { nameNetwork, openSession } from '../domain/open-session.ts';
import { prefixTag } from '../domain/prefix-tag.ts';
import { type SessionClaims, sealSession } from '../domain/session-token.ts';
import { turnCredentials } from '../domain/turn.ts';
import type { App } from '../middleware/app.ts';
import { readJson } from '../middleware/body.ts';
import { capped } from '../middleware/caps.ts';
import { nowMsOf } from '../middleware/clock.ts';
import { methodNotAllowed, problem } from '../middleware/problem.ts';
import { addressKeyOf, ensureAddressKey } from '../storage/address-keys.ts';
import { readDirectory } from '../storage/directory.ts';
import { REALTIME_ORIGIN, realtimeTurn } from './realtime-turn.ts';

/** `/api/v1/sessions` */
export const sessions = new Hono<App>();

sessions.post('/', capped('SESSION_LIMIT'), async (c) => {
  const request = await readJson(c.req.raw, openSessionRequestSchema, {});
  if (!request.ok) return problem(c, request.error);
  const claims = await claimsFor(c, request.value.groupId ?? null, nowMsOf(c));
  return c.json(await sessionOf(c, claims), 201);
});
sessions.all('/', methodNotAllowed('POST'));

/** The address is read here, hashed, and forgotten. */
async function claimsFor(c: Context<App>, groupId: string | null, nowMs: number): Promise<SessionClaims> {
  const { config } = c.var;
  const address = clientAddress(c.req.raw.headers);
  const directory = await readDirectory(c.env.DB, Date.now());
  const network = nameNetwork(observeNetwork(c.req.raw.cf, address, config), directory);
  if (address === null) return openSession({ groupId, network, hash: null, prefixTag: null }, nowMs);
  const month = monthOf(nowMs);
  const monthSecret =
    (await addressKeyOf(c.env.DB, month)) ?? (await ensureAddressKey(c.env.DB, month, newAddressSecret()));
  const [hash, tag] = await Promise.all([
    hashAddress(address, network.asn, { prefixKey: config.prefixKey, monthSecret }),
    prefixTag(anonymityPrefix(address), config.tokenKey),
  ]);
  return openSession({ groupId, network, hash, prefixTag: tag }, nowMs);
}

async function sessionOf(c: Context<App>, claims: SessionClaims): Promise<Session> {
  const { tokenKey } = c.var.config;
  return {
    sessionId: claims.sessionId,
    token: await sealSession(claims, tokenKey),
    expiresAt: new Date(claims.expiresAtMs).toISOString(),
    submitBy: new Date(claims.submitByMs).toISOString(),
    network: claims.network,
    plan: DEFAULT_PLAN,
    turn: await turnOf(c, claims),
  };
}

/** A session without a relay measures all but loss. */
async function turnOf(c: Context<App>, claims: SessionClaims): Promise<Session['turn']> {
  const { turn } = c.var.config;
  if (turn === null) return null;
  if (turn.from === 'secret') return turnCredentials(turn, claims.sessionId, claims.expiresAtMs);
  const made = await realtimeTurn(REALTIME_ORIGIN, turn, claims.issuedAtMs, claims.expiresAtMs);
  if (made.ok) return made.value;
  // oxlint-disable-next-line no-console -- the operator's log
  console.warn(made.error.sentence);
  return null;
}
