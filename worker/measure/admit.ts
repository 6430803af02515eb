import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import type { ProblemReason } from '../../measurement-agent/protocol/problems.ts';
import {
  MEASURE_PATHS,
  MEASURE_SUBPROTOCOL,
  TOKEN_SUBPROTOCOL_PREFIX,
} from '../../measurement-agent/protocol/spec.ts';
import { anonymityPrefix, clientAddress } from '../domain/address.ts';
import type { Config } from '../domain/config.ts';
import { observeNetwork } from '../domain/observe.ts';
import { prefixTag } from '../domain/prefix-tag.ts';
import { openSessionToken, type SessionClaims } from '../domain/session-token.ts';

export type Channel = keyof typeof MEASURE_PATHS;

/** A measurement connection that may begin. */
export interface Admission {
  channel: Channel;
  claims: SessionClaims;
  /** Another prefix of the same AS than at the opening of the session. */
  prefixChanged: boolean;
}

export type Refusal = { reason: ProblemReason; detail: string };

/** Judges the request for a measurement connection, before anything is moved. */
export async function admit(
  request: Request,
  config: Config,
  nowMs: number,
): Promise<Fallible<Admission, Refusal>> {
  const channel = channelOf(new URL(request.url).pathname);
  if (channel === null) return err({ reason: 'not-found', detail: 'There is no such measurement endpoint.' });
  if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') {
    return err({
      reason: 'upgrade-required',
      detail: 'Measurement endpoints speak WebSocket (RFC 6455) only.',
    });
  }
  const offered = (request.headers.get('sec-websocket-protocol') ?? '').split(',').map((name) => name.trim());
  if (!offered.includes(MEASURE_SUBPROTOCOL)) {
    return err({ reason: 'bad-request', detail: `Offer the subprotocol ${MEASURE_SUBPROTOCOL}.` });
  }
  const token = offered.find((name) => name.startsWith(TOKEN_SUBPROTOCOL_PREFIX));
  if (token === undefined) {
    return err({
      reason: 'bad-token',
      detail: `Offer the session token as ${TOKEN_SUBPROTOCOL_PREFIX}TOKEN.`,
    });
  }
  const opened = await openSessionToken(token.slice(TOKEN_SUBPROTOCOL_PREFIX.length), config.tokenKey);
  if (!opened.ok) return err({ reason: 'bad-token', detail: 'The session token is not one of this server.' });
  const claims = opened.value;
  if (nowMs >= claims.expiresAtMs) {
    return err({ reason: 'token-expired', detail: 'Load of this session has ended. Open a new session.' });
  }
  const address = clientAddress(request.headers);
  const network = observeNetwork(request.cf, address, config);
  if (network.ipVersion !== claims.network.ipVersion) {
    return err({ reason: 'wrong-network', detail: 'The session was opened over another IP version.' });
  }
  if (network.asn !== claims.network.asn) {
    return err({ reason: 'wrong-network', detail: 'The session was opened from another autonomous system.' });
  }
  const tag = address === null ? null : await prefixTag(anonymityPrefix(address), config.tokenKey);
  return ok({ channel, claims, prefixChanged: tag !== claims.prefixTag });
}

function channelOf(pathname: string): Channel | null {
  const entry = Object.entries(MEASURE_PATHS).find(([, path]) => path === pathname);
  return entry === undefined ? null : (entry[0] as Channel);
}
