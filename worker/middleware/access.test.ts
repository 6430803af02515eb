import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { TEST_KEYS } from '../../test/keys.ts';
import { subjectOf } from '../domain/fleet/login.ts';
import { accessSubject } from './access.ts';

const ACCESS = { team: 'jissoku.cloudflareaccess.com', aud: 'our-application' };
const CONFIG = { prefixKey: TEST_KEYS.PREFIX_KEY };
const MAIL = 'hanako@isp.example';

describe('accessSubject()', () => {
  let keys: ReturnType<typeof createLocalJWKSet>;
  let ours: CryptoKey;
  let others: CryptoKey;
  beforeAll(async () => {
    const [pair, other] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
    keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'RS256' }] });
    ours = pair.privateKey;
    others = other.privateKey;
  });

  interface Claims {
    key?: CryptoKey;
    issuer?: string;
    audience?: string;
    expires?: string;
    mail?: string | undefined;
  }

  async function subject(claims: Claims): Promise<string | null> {
    const mail = 'mail' in claims ? claims.mail : MAIL;
    const jwt = await new SignJWT(mail === undefined ? {} : { email: mail })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setIssuer(claims.issuer ?? `https://${ACCESS.team}`)
      .setAudience(claims.audience ?? ACCESS.aud)
      .setIssuedAt()
      .setExpirationTime(claims.expires ?? '1h')
      .sign(claims.key ?? ours);
    return asked(jwt);
  }

  function asked(assertion: string | null): Promise<string | null> {
    const headers = new Headers(assertion === null ? {} : { 'cf-access-jwt-assertion': assertion });
    return accessSubject(new Request('https://jissoku.example/', { headers }), CONFIG, ACCESS, keys);
  }

  test('knows a person by a keyed hash, however the address is written', async () => {
    const expected = await subjectOf(MAIL, TEST_KEYS.PREFIX_KEY);
    expect(await subject({})).toBe(expected);
    expect(await subject({ mail: 'Hanako@ISP.example' })).toBe(expected);
    expect(expected).not.toContain('hanako');
    expect(await subject({ mail: 'taro@isp.example' })).not.toBe(expected);
  });

  test.each([
    ['of another key', () => ({ key: others })],
    ['of another team', () => ({ issuer: 'https://evil.cloudflareaccess.com' })],
    ['for another application', () => ({ audience: 'theirs' })],
    ['that is over', () => ({ expires: '-1h' })],
    ['of a service', () => ({ mail: undefined })],
  ])('knows nobody by an assertion %s', async (_name, claims) => {
    expect(await subject(claims())).toBeNull();
  });

  test('knows nobody without one, by nonsense, and by one without a signature', async () => {
    const part = (value: object) => btoa(JSON.stringify(value)).replaceAll('=', '');
    const claims = { iss: `https://${ACCESS.team}`, aud: ACCESS.aud, email: MAIL, iat: 1, exp: 9e9 };
    for (const assertion of [null, '', 'a.b.c', `${part({ alg: 'none' })}.${part(claims)}.`])
      expect(await asked(assertion)).toBeNull();
  });
});
