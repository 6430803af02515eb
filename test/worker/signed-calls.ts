/** Requests of an enrolled agent to the worker under test. */
import { base64url, calculateJwkThumbprint } from 'jose';
import { type SignatureFacts, signRequest } from '../../measurement-agent/protocol/request-signature.ts';
import { NOTHING_DECLARED } from '../../measurement-agent/protocol/result.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import type { EnrolmentToken } from '../../worker/domain/agent.ts';
import { hashEnrolmentToken, newEnrolmentToken } from '../../worker/domain/enrolment-token.ts';
import type { Env } from '../../worker/env.ts';
import { insertEnrolmentToken } from '../../worker/storage/agents.ts';
import { ENV } from './bindings.ts';
import { call, ORIGIN } from './calls.ts';

export interface Device {
  id: string;
  publicKey: string;
  privateKey: CryptoKey;
}

export async function newDevice(): Promise<Device> {
  const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
  if (!('publicKey' in pair)) throw new TypeError('not a pair');
  const { x } = (await crypto.subtle.exportKey('jwk', pair.publicKey)) as { x: string };
  const id = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x });
  return { id, publicKey: x, privateKey: pair.privateKey };
}

/** What may be other than it should. */
export interface Signing extends Partial<SignatureFacts> {
  /** Signed for another path or host than it is sent to. */
  path?: string;
  authority?: string;
  /** Sent instead of what was signed. */
  sentBody?: string;
}

/** The request, to send it more than once. */
export async function signedInit(
  path: string,
  body: unknown,
  { id, privateKey }: Device,
  signing: Signing = {},
): Promise<RequestInit> {
  const text = JSON.stringify(body);
  const headers = await signRequest(
    {
      method: 'POST',
      authority: signing.authority ?? new URL(ORIGIN).host,
      path: signing.path ?? path,
      body: new TextEncoder().encode(text),
    },
    {
      keyId: signing.keyId ?? id,
      createdAtS: signing.createdAtS ?? Math.floor(Date.now() / 1000),
      nonce: signing.nonce ?? base64url.encode(crypto.getRandomValues(new Uint8Array(16))),
    },
    privateKey,
  );
  return {
    method: 'POST',
    body: signing.sentBody ?? text,
    headers: { ...headers, 'content-type': 'application/json' },
  };
}

export async function signedCall(
  path: string,
  body: unknown,
  device: Device,
  signing: Signing = {},
  variables: Partial<Env> = {},
): Promise<Response> {
  return call(path, await signedInit(path, body, device, signing), variables);
}

/** Makes a token as the operator does, and answers it. */
export async function tokenOf(changes: Partial<EnrolmentToken> = {}): Promise<string> {
  const token = newEnrolmentToken();
  const record: EnrolmentToken = {
    tokenHash: await hashEnrolmentToken(token),
    owner: 'Regulator',
    ownerId: null,
    siteId: null,
    cohort: 'isp-agent',
    site: { name: 'Tokyo 1', declared: { ...NOTHING_DECLARED, accessTechnology: 'ftth', medium: 'wired' } },
    expiresAtMs: Date.now() + 3_600_000,
    ...changes,
  };
  await insertEnrolmentToken(ENV.DB, record, Date.now());
  return token;
}

export function enrol(device: Device, token: string, signing: Signing = {}): Promise<Response> {
  const request = { token, publicKey: device.publicKey, agentVersion: '0.1.0' };
  return signedCall(API_PATHS.enroll, request, device, signing);
}

export async function enrolledDevice(changes: Partial<EnrolmentToken> = {}): Promise<Device> {
  const device = await newDevice();
  const response = await enrol(device, await tokenOf(changes));
  if (response.status !== 201) throw new Error(`not enrolled: ${await response.text()}`);
  return device;
}
