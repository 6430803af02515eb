import { describe, expect, test } from 'vitest';
import { UNKNOWN_NETWORK } from '../../measurement-agent/protocol/network.ts';
import { SMALL_DIRECTORY } from '../../test/worker/fixtures/small-directory.ts';
import { nameNetwork, openSession } from './open-session.ts';
import { publicOrigin } from './public-origin.ts';

describe('openSession', () => {
  test('load ends after five minutes, submission after 90 days', () => {
    const opening = { groupId: null, network: UNKNOWN_NETWORK, hash: null, prefixTag: null };
    const claims = openSession(opening, 1_000);
    expect(claims).toMatchObject({ issuedAtMs: 1_000, expiresAtMs: 301_000, submitByMs: 7_776_001_000 });
    expect(claims.sessionId).toMatch(/^[\w-]{22}$/);
    expect(openSession(opening, 1_000).sessionId).not.toBe(claims.sessionId);
  });
});

describe('nameNetwork', () => {
  test.each([
    [4713, 'NTT DOCOMO BUSINESS Inc.', { slug: 'ocn', name: 'ocn' }],
    [2497, null, null],
    [null, null, null],
  ])('AS %s is %s', (asn, asName, isp) => {
    expect(nameNetwork({ ...UNKNOWN_NETWORK, asn }, SMALL_DIRECTORY)).toMatchObject({ asName, isp });
  });
});

describe('publicOrigin', () => {
  const request = new Request('http://a.example:8787/x', { headers: { 'x-forwarded-proto': 'https' } });
  test.each([
    [{ publicUrl: 'https://b.example', local: true }, 'https://b.example'],
    [{ publicUrl: null, local: true }, 'https://a.example:8787'],
    [{ publicUrl: null, local: false }, 'http://a.example:8787'],
  ])('of %j is %s', (config, origin) => {
    expect(publicOrigin(request, config)).toBe(origin);
  });
});
