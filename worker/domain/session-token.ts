import { base64url, EncryptJWT, errors, jwtDecrypt } from 'jose';
import * as z from 'zod/mini';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import { networkSchema } from '../../measurement-agent/protocol/network.ts';
import { sessionIdSchema } from '../../measurement-agent/protocol/summary.ts';

/**
 * What a session token carries, sealed: the agent can neither read nor change it. Everything a result may claim about
 * its network comes from here, and not from the submission.
 */
const sessionClaimsSchema = z.strictObject({
  sessionId: sessionIdSchema,
  groupId: z.nullable(sessionIdSchema),
  /** Server time when the session was opened, ms since the epoch. */
  issuedAtMs: z.number(),
  /** Load ends then. */
  expiresAtMs: z.number(),
  /** Submission ends then. */
  submitByMs: z.number(),
  /** Application bytes the session may move, both directions together. */
  byteBudget: z.int(),
  network: networkSchema,
  /** Tells lines apart within a calendar month; base64url of 16 bytes. Null when the address was unknown. */
  subscriberKey: z.nullable(z.string()),
  /** For anonymity rules and caps; base64url of 8 bytes. Null when the address was unknown. */
  prefixKey: z.nullable(z.string()),
  /** Hash of the address prefix under the token key: lets a load connection notice that the prefix changed. */
  prefixTag: z.nullable(z.string()),
});
export type SessionClaims = z.infer<typeof sessionClaimsSchema>;

const ENCRYPTION = 'A256GCM';

const opening = new Map<string, Promise<CryptoKey>>();

/** What opens tokens, made once an isolate: a batch has hundreds of them. */
function openingKeyOf(tokenKey: string): Promise<CryptoKey> {
  let key = opening.get(tokenKey);
  if (key === undefined) {
    const raw = Uint8Array.from(base64url.decode(tokenKey));
    key = crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
    opening.set(tokenKey, key);
  }
  return key;
}

/** Seals claims into a compact JWE (RFC 7516, direct encryption). `tokenKey` is 32 bytes, base64url. */
export async function sealSession(claims: SessionClaims, tokenKey: string): Promise<string> {
  return new EncryptJWT({ session: claims })
    .setProtectedHeader({ alg: 'dir', enc: ENCRYPTION })
    .encrypt(base64url.decode(tokenKey));
}

/** Opens a token. Expiry is the caller's to judge: load and submission end at different times. */
export async function openSessionToken(
  token: string,
  tokenKey: string,
): Promise<Fallible<SessionClaims, { reason: 'bad-token' }>> {
  try {
    const { payload } = await jwtDecrypt(token, await openingKeyOf(tokenKey), {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: [ENCRYPTION],
    });
    const parsed = sessionClaimsSchema.safeParse(payload.session);
    return parsed.success ? ok(parsed.data) : err({ reason: 'bad-token' });
  } catch (error) {
    // Anything a stranger can put in a token surfaces as a JOSE error or as a TypeError from decoding it.
    if (error instanceof errors.JOSEError || error instanceof TypeError) return err({ reason: 'bad-token' });
    throw error;
  }
}
