/**
 * Signatures of plain JSON values: what the worker vouches for, and how anyone checks it. A signature is a JWS (RFC 7515) with
 * Ed25519 (RFC 8037, RFC 9864) whose payload is left out (RFC 7515 appendix F), as it is the value itself in canonical form
 * (RFC 8785): the order of fields and white space do not matter, any other change does.
 */
import canonicalize from 'canonicalize';
import {
  base64url,
  CompactSign,
  type CryptoKey,
  compactVerify,
  decodeProtectedHeader,
  importJWK,
} from 'jose';
import * as z from 'zod/mini';
import { err, type Fallible, ok } from './fallible.ts';

const ALGORITHM = 'Ed25519';

/** What is signed says so in the header (`typ`): a signature of one thing never passes for that of another. */
export type SignedType = 'jissoku-summary+jws' | 'jissoku-result+jws';

/** A public key (RFC 8037). `kid` is its thumbprint (RFC 7638). */
export const publicKeySchema = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url')),
  kid: z.string().check(z.minLength(1), z.maxLength(64)),
  alg: z.literal(ALGORITHM),
  use: z.literal('sig'),
});
export type PublicKey = z.infer<typeof publicKeySchema>;

/** `/.well-known/jissoku-keys.json`: a JWK set (RFC 7517 section 5) of every key that ever signed here. */
export const keySetSchema = z.object({ keys: z.array(publicKeySchema).check(z.maxLength(1000)) });
export type KeySet = z.infer<typeof keySetSchema>;

export interface SigningKey {
  privateKey: CryptoKey;
  publicKey: PublicKey;
}

function payloadOf(value: unknown): Uint8Array {
  const text = canonicalize(value);
  // Only what JSON cannot say at all has no canonical form, and nothing of that is ever signed.
  if (text === undefined) throw new TypeError('not a JSON value');
  return new TextEncoder().encode(text);
}

/** Signs a JSON value. Throws TypeError for what is none. */
export async function sign(
  value: unknown,
  type: SignedType,
  { privateKey, publicKey }: SigningKey,
): Promise<string> {
  const jws = await new CompactSign(payloadOf(value))
    .setProtectedHeader({ alg: ALGORITHM, kid: publicKey.kid, typ: type })
    .sign(privateKey);
  const [header, , signature] = jws.split('.');
  return `${header}..${signature}`;
}

/**
 * `malformed`: not a JWS without payload, or of another algorithm; `wrong-type`: it signs another kind of thing;
 * `unknown-key`: its key is not in the set; `forged`: the value is not the one that was signed.
 */
export type SignatureFault = { reason: 'malformed' | 'wrong-type' | 'unknown-key' | 'forged' };

/** Whether `signature` is one of `value` by a key of the set; answers the key's `kid`. Never throws for what a stranger sends. */
export async function verify(
  value: unknown,
  signature: string,
  type: SignedType,
  { keys }: KeySet,
): Promise<Fallible<{ kid: string }, SignatureFault>> {
  const [, header, mac] = DETACHED.exec(signature) ?? [];
  if (header === undefined || mac === undefined) return err({ reason: 'malformed' });
  const read = headerOf(signature);
  if (read === null || read.alg !== ALGORITHM) return err({ reason: 'malformed' });
  if (read.typ !== type) return err({ reason: 'wrong-type' });
  const key = keys.find(({ kid }) => kid === read.kid);
  if (key === undefined) return err({ reason: 'unknown-key' });
  try {
    const jws = `${header}.${base64url.encode(payloadOf(value))}.${mac}`;
    await compactVerify(jws, await importedKeyOf(key), { algorithms: [ALGORITHM] });
    return ok({ kid: key.kid });
  } catch {
    // A key that is no point of the curve, a signature of another length, another value: none is ours.
    return err({ reason: 'forged' });
  }
}

const imported = new WeakMap<PublicKey, ReturnType<typeof importJWK>>();

/** Made once of each key of a set: a batch verifies a thousand receipts by the same one. */
function importedKeyOf(key: PublicKey): ReturnType<typeof importJWK> {
  const known = imported.get(key) ?? importJWK(key, ALGORITHM);
  imported.set(key, known);
  return known;
}

/** Base64url alone (RFC 7515 section 2): decoders read over white space, which would make many texts of one signature. */
const DETACHED = /^([A-Za-z0-9_-]+)\.\.([A-Za-z0-9_-]+)$/;

function headerOf(signature: string): ReturnType<typeof decodeProtectedHeader> | null {
  try {
    return decodeProtectedHeader(signature);
  } catch {
    return null;
  }
}
