import { generateKeyPairSync, randomBytes, webcrypto } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { signRequest } from '../measurement-agent/protocol/request-signature.ts';
import { API_PATHS } from '../measurement-agent/protocol/spec.ts';
import type { Server } from './server.ts';

/** Enrols a device that is a key alone, which is heard once; answers its id. */
export async function enrolPlainAgent(server: Pick<Server, 'origin'>, token: string): Promise<string> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const id = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x });
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
  const key = await webcrypto.subtle.importKey('pkcs8', pkcs8, { name: 'Ed25519' }, false, ['sign']);
  const send = async (path: string, body: unknown) => {
    const text = JSON.stringify(body);
    const signed = {
      method: 'POST',
      authority: new URL(server.origin).host,
      path,
      body: new TextEncoder().encode(text),
    };
    const facts = {
      keyId: id,
      createdAtS: Math.floor(Date.now() / 1000),
      nonce: randomBytes(16).toString('base64url'),
    };
    const headers = await signRequest(signed, facts, key as CryptoKey);
    const response = await fetch(server.origin + path, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: text,
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  };
  await send(API_PATHS.enroll, { token, publicKey: x, agentVersion: '0.1.0' });
  await send(API_PATHS.heartbeat, {
    agentVersion: '0.1.0',
    clockOffsetMs: 1250,
    results: { queued: 2, refused: 0, dropped: 0 },
    slots: { missed: 1, skipped: 0, failed: 0 },
    monthBytes: 123_000_000,
  });
  return id;
}
