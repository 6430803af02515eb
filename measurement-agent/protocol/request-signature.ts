/**
 * Requests that a device signs with its own key: HTTP Message Signatures (RFC 9421) with Ed25519, in one fixed form, so that
 * there is one text to sign and nothing to choose. Covered are method, authority, path and the digest of the body (RFC 9530);
 * `created` and `nonce` make every request another one.
 */
import { base64url, type CryptoKey } from 'jose';
import * as z from 'zod/mini';
import { err, type Fallible, ok } from './fallible.ts';

/** What is signed of a request. */
export interface SignedRequest {
  method: string;
  /** Host, and port where it is not the scheme's own, as in the request's URL. */
  authority: string;
  /** Without query: no signed route has one. */
  path: string;
  body: Uint8Array;
}

/** What makes a signature one of this moment and no other. */
export interface SignatureFacts {
  /** Thumbprint of the device's public key (RFC 7638): the agent's id. */
  keyId: string;
  /** s since the epoch. */
  createdAtS: number;
  /** 16 random bytes, base64url. */
  nonce: string;
}

export const agentIdSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'must be a key thumbprint'));

const LABEL = 'jissoku';
const COMPONENTS = '("@method" "@authority" "@path" "content-digest")';
const PARAMETERS =
  /^\("@method" "@authority" "@path" "content-digest"\);created=(\d{1,12});nonce="([A-Za-z0-9_-]{22})";keyid="([A-Za-z0-9_-]{43})";alg="ed25519"$/;
const SIGNATURE = /^jissoku=:([A-Za-z0-9+/]{86}==):$/;
const DIGEST = /^sha-256=:([A-Za-z0-9+/]{43}=):$/;

/** The headers of a signed request. */
export interface SignatureHeaders {
  'content-digest': string;
  'signature-input': string;
  signature: string;
}

export async function signRequest(
  request: SignedRequest,
  { keyId, createdAtS, nonce }: SignatureFacts,
  privateKey: CryptoKey,
): Promise<SignatureHeaders> {
  const digest = await digestOf(request.body);
  const parameters = `${COMPONENTS};created=${createdAtS};nonce="${nonce}";keyid="${keyId}";alg="ed25519"`;
  const signature = await crypto.subtle.sign('Ed25519', privateKey, baseOf(request, digest, parameters));
  return {
    'content-digest': digest,
    'signature-input': `${LABEL}=${parameters}`,
    signature: `${LABEL}=:${base64Of(new Uint8Array(signature))}:`,
  };
}

/** A signature as it was sent: what it says of itself, and what is needed to check it. */
export interface SentSignature extends SignatureFacts {
  parameters: string;
  signature: Uint8Array<ArrayBuffer>;
  digest: string;
}

/** Reads the headers; `malformed` for any form but the one above. */
export function readSignature(
  headers: Headers,
): Fallible<SentSignature, { reason: 'missing' | 'malformed' }> {
  const input = headers.get('signature-input');
  const sent = headers.get('signature');
  const digest = headers.get('content-digest');
  if (input === null || sent === null) return err({ reason: 'missing' });
  const parameters = input.startsWith(`${LABEL}=`) ? input.slice(LABEL.length + 1) : '';
  const [, created, nonce, keyId] = PARAMETERS.exec(parameters) ?? [];
  const signature = SIGNATURE.exec(sent)?.[1];
  if (
    created === undefined ||
    nonce === undefined ||
    keyId === undefined ||
    signature === undefined ||
    digest === null ||
    !DIGEST.test(digest)
  )
    return err({ reason: 'malformed' });
  return ok({
    keyId,
    nonce,
    createdAtS: Number(created),
    parameters,
    signature: bytesOf(signature),
    digest,
  });
}

/** Whether the signature is the key's, of this request. */
export async function isSignatureOf(
  sent: SentSignature,
  request: SignedRequest,
  publicKey: CryptoKey,
): Promise<boolean> {
  const digest = await digestOf(request.body);
  return (
    digest === sent.digest &&
    (await crypto.subtle.verify(
      'Ed25519',
      publicKey,
      sent.signature,
      baseOf(request, digest, sent.parameters),
    ))
  );
}

/** The signature base of RFC 9421 section 2.5. */
function baseOf(
  { method, authority, path }: SignedRequest,
  digest: string,
  parameters: string,
): Uint8Array<ArrayBuffer> {
  const base = new TextEncoder().encode(
    [
      `"@method": ${method}`,
      `"@authority": ${authority.toLowerCase()}`,
      `"@path": ${path}`,
      `"content-digest": ${digest}`,
      `"@signature-params": ${parameters}`,
    ].join('\n'),
  );
  return new Uint8Array(base);
}

async function digestOf(body: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', body as Uint8Array<ArrayBuffer>);
  return `sha-256=:${base64Of(new Uint8Array(digest))}:`;
}

function base64Of(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    base64url.decode(base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')),
  );
}

/** An Ed25519 public key from its 32 bytes, base64url; null where they are no key. */
export async function verifyingKeyOf(x: string): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.importKey(
      'raw',
      new Uint8Array(base64url.decode(x)),
      { name: 'Ed25519' },
      true,
      ['verify'],
    );
  } catch {
    return null;
  }
}
