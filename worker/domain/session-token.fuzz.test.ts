import fc from 'fast-check';
import { base64url, CompactEncrypt, EncryptJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { networkSchema } from '../../measurement-agent/protocol/network.ts';
import { sessionIdSchema } from '../../measurement-agent/protocol/summary.ts';
import { arbitraryOf } from '../../test/fuzz/arbitrary-of.ts';
import { anyJson, jsonText, spoiltOf } from '../../test/fuzz/spoilt.ts';
import { TEST_KEYS } from '../../test/keys.ts';
import { openSessionToken, type SessionClaims, sealSession } from './session-token.ts';

const { TOKEN_KEY } = TEST_KEYS;
const BAD = { ok: false, error: { reason: 'bad-token' } };
const open = (token: string) => openSessionToken(token, TOKEN_KEY);

const id = arbitraryOf(sessionIdSchema);
const atMs = fc.integer({ min: 0, max: 4e12 });
const hash = fc.option(fc.base64String({ maxLength: 24 }));
const claims: fc.Arbitrary<SessionClaims> = fc.record(
  {
    sessionId: id,
    groupId: fc.option(id),
    issuedAtMs: atMs,
    expiresAtMs: atMs,
    submitByMs: atMs,
    byteBudget: fc.maxSafeNat(),
    network: arbitraryOf(networkSchema),
    subscriberKey: hash,
    prefixKey: hash,
    prefixTag: hash,
  },
  { noNullPrototype: true },
);

/** Sealed as ours are, whatever it is. */
function sealed(payload: string, header: object = {}): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', ...header })
    .encrypt(base64url.decode(TOKEN_KEY));
}

describe('a session token', () => {
  test('opens to what was sealed', async () => {
    await fc.assert(
      fc.asyncProperty(claims, async (each) => {
        expect(await open(await sealSession(each, TOKEN_KEY))).toEqual({ ok: true, value: each });
      }),
    );
  });

  test('of any text is refused', async () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      anyJson.map((value) => base64url.encode(jsonText(value))),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part, { maxLength: 6 }).map((parts) => parts.join('.')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (each) => {
        expect(await open(each)).toEqual(BAD);
      }),
      { numRuns: 300 },
    );
  });

  test('with anything changed is refused, or is still the same token', async () => {
    const change = fc.record({
      at: fc.nat(),
      length: fc.nat(3),
      by: fc.oneof(fc.base64String({ maxLength: 4 }), fc.string({ maxLength: 4 }), fc.constant('.')),
    });
    await fc.assert(
      fc.asyncProperty(claims, change, async (each, { at, length, by }) => {
        const token = await sealSession(each, TOKEN_KEY);
        const start = at % token.length;
        const opened = await open(token.slice(0, start) + by + token.slice(start + length));
        // The last character of base64url has bits that say nothing; what is sealed is the same.
        expect(opened).toEqual(opened.ok ? { ok: true, value: each } : BAD);
      }),
      { numRuns: 300 },
    );
  });

  test('whose header asks for something else is refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        claims,
        spoiltOf(fc.constant({ alg: 'dir', enc: 'A256GCM' })),
        async (each, spoilt) => {
          const [, ...rest] = (await sealSession(each, TOKEN_KEY)).split('.');
          const header = base64url.encode(jsonText(spoilt.value));
          // The header is authenticated: also a harmless change of it is one.
          expect(await open([header, ...rest].join('.'))).toEqual(BAD);
        },
      ),
    );
  });

  test('of our own key with claims that are none is refused', async () => {
    await fc.assert(
      fc.asyncProperty(spoiltOf(claims), async ({ value }) => {
        const opened = await open(await sealed(jsonText({ session: value })));
        expect(opened).toSatisfy(() =>
          opened.ok ? areClaims(opened.value) : opened.error.reason === 'bad-token',
        );
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyJson.map(jsonText), fc.string()), async (payload) => {
        expect(await open(await sealed(payload))).toEqual(BAD);
      }),
    );
  });

  test.each([
    ['compressed', { zip: 'DEF' }],
    ['with a critical extension', { crit: ['b64'], b64: true }],
  ])('%s is refused', async (_name, header) => {
    const [, ...rest] = (await sealed('{}')).split('.');
    const text = base64url.encode(JSON.stringify({ alg: 'dir', enc: 'A256GCM', ...header }));
    expect(await open([text, ...rest].join('.'))).toEqual(BAD);
  });

  test('that has run out as a JWT is refused', async () => {
    const jwt = await new EncryptJWT({ session: {} })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setExpirationTime(1)
      .encrypt(base64url.decode(TOKEN_KEY));
    expect(await open(jwt)).toEqual(BAD);
  });
});

function areClaims({ issuedAtMs, expiresAtMs, submitByMs, byteBudget }: SessionClaims): boolean {
  return [issuedAtMs, expiresAtMs, submitByMs].every(Number.isFinite) && Number.isSafeInteger(byteBudget);
}
