import { base64url, calculateJwkThumbprint } from 'jose';
import type { PublicKey, SigningKey } from '../../measurement-agent/protocol/signed.ts';

/** PKCS #8 of an Ed25519 private key (RFC 8410 section 7) up to the 32 bytes of its seed. */
const PKCS8_PREFIX = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

const made = new Map<string, Promise<SigningKey>>();

/** The key pair of a seed of 32 bytes, base64url. Made once an isolate. */
export function signingKeyOf(seed: string): Promise<SigningKey> {
  let key = made.get(seed);
  if (key === undefined) {
    key = makeKey(base64url.decode(seed));
    made.set(seed, key);
  }
  return key;
}

async function makeKey(seed: Uint8Array): Promise<SigningKey> {
  const pkcs8 = new Uint8Array([...PKCS8_PREFIX, ...seed]);
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'Ed25519' }, true, ['sign']);
  const { x } = (await crypto.subtle.exportKey('jwk', privateKey)) as { x: string };
  return { privateKey, publicKey: await publicKeyOf(x) };
}

/** A public key of 32 bytes, base64url, with its name. */
export async function publicKeyOf(x: string): Promise<PublicKey> {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x } as const;
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'Ed25519', use: 'sig' };
}
