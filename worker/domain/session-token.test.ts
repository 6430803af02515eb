import { describe, expect, test } from 'vitest';
import { UNKNOWN_NETWORK } from '../../measurement-agent/protocol/network.ts';
import { TEST_KEYS } from '../../test/keys.ts';
import { openSessionToken, type SessionClaims, sealSession } from './session-token.ts';

const claims: SessionClaims = {
  sessionId: 'AAAAAAAAAAAAAAAAAAAAAA',
  groupId: null,
  issuedAtMs: 1_000,
  expiresAtMs: 2_000,
  submitByMs: 3_000,
  byteBudget: 10,
  network: { ...UNKNOWN_NETWORK, asn: 64500 },
  subscriberKey: null,
  prefixKey: null,
  prefixTag: 'tag',
};

describe('session token', () => {
  test('opens to what was sealed', async () => {
    const token = await sealSession(claims, TEST_KEYS.TOKEN_KEY);
    expect(await openSessionToken(token, TEST_KEYS.TOKEN_KEY)).toEqual({ ok: true, value: claims });
  });

  test('shows nothing of the network to its bearer', async () => {
    const token = await sealSession(claims, TEST_KEYS.TOKEN_KEY);
    expect(token).not.toContain('64500');
    expect(atob(token.split('.')[3]?.replaceAll('-', '+').replaceAll('_', '/') ?? '')).not.toContain('64500');
  });

  test('fits into an offered WebSocket subprotocol', async () => {
    const token = await sealSession(claims, TEST_KEYS.TOKEN_KEY);
    expect(token).toMatch(/^[A-Za-z0-9._-]+$/);
    expect(token.length).toBeLessThan(2048);
  });

  test.each([
    ['empty', () => ''],
    ['not a token', () => 'hello'],
    ['no key', () => '..a.b.c'],
    ['non-ASCII', () => 'あ.い.う.え.お'],
    ['edited', (token: string) => `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`],
    ['cut', (token: string) => token.slice(0, 40)],
  ])('refuses one that is %s', async (_name, spoil) => {
    const token = await sealSession(claims, TEST_KEYS.TOKEN_KEY);
    expect(await openSessionToken(spoil(token), TEST_KEYS.TOKEN_KEY)).toEqual({
      ok: false,
      error: { reason: 'bad-token' },
    });
  });

  test('refuses one sealed with another key', async () => {
    const token = await sealSession(claims, TEST_KEYS.PREFIX_KEY);
    expect((await openSessionToken(token, TEST_KEYS.TOKEN_KEY)).ok).toBe(false);
  });
});
