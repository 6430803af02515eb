import { base64url } from 'jose';
import type { Network } from '../../measurement-agent/protocol/network.ts';
import {
  SESSION_BYTE_BUDGET,
  SESSION_LOAD_MS,
  SUBMIT_WITHIN_MS,
} from '../../measurement-agent/protocol/spec.ts';
import type { AddressHash } from './address-hash.ts';
import { type Directory, onlyBrandOf } from './directory.ts';
import type { SessionClaims } from './session-token.ts';

const SESSION_ID_BYTES = 16;

/** What the server knows when it opens a session. */
interface Opening {
  groupId: string | null;
  network: Network;
  /** Null when the address is not known. */
  hash: AddressHash | null;
  prefixTag: string | null;
}

/** Claims of a new session, with an id that nobody can guess. */
export function openSession(opening: Opening, nowMs: number): SessionClaims {
  return {
    sessionId: base64url.encode(crypto.getRandomValues(new Uint8Array(SESSION_ID_BYTES))),
    groupId: opening.groupId,
    issuedAtMs: nowMs,
    expiresAtMs: nowMs + SESSION_LOAD_MS,
    submitByMs: nowMs + SUBMIT_WITHIN_MS,
    byteBudget: SESSION_BYTE_BUDGET,
    network: opening.network,
    subscriberKey: opening.hash?.subscriberKey ?? null,
    prefixKey: opening.hash?.prefixKey ?? null,
    prefixTag: opening.prefixTag,
  };
}

/** The network with what the directory knows of its AS: the brand if there is exactly one, and a name if it has none. */
export function nameNetwork(network: Network, directory: Directory): Network {
  if (network.asn === null) return network;
  const brand = onlyBrandOf(network.asn, directory);
  return {
    ...network,
    asName: network.asName ?? directory.asNames.get(network.asn) ?? null,
    isp: brand === null ? null : { slug: brand.slug, name: brand.names.en },
  };
}
