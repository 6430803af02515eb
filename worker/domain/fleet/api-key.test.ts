import { expect, test } from 'vitest';
import { hashSecret } from '../secret.ts';
import { newApiKey, opensWith, prefixOfKey } from './api-key.ts';

test('a key is recognised by its prefix, and opens until it is revoked or over', async () => {
  const { key, prefix } = newApiKey();
  expect(prefixOfKey(key)).toBe(prefix);
  const record = { keyHash: await hashSecret(key), revokedAtMs: null, expiresAtMs: 10 };
  expect(await opensWith(key, record, 9)).toBe(true);
  expect(await opensWith(key, record, 10)).toBe(false);
  expect(await opensWith(key, { ...record, expiresAtMs: null }, 1e15)).toBe(true);
  expect(await opensWith(key, { ...record, revokedAtMs: 1 }, 9)).toBe(false);
  expect(await opensWith(newApiKey().key, record, 9)).toBe(false);
});

test.each([
  '',
  'jsk_',
  'jsk_0123456789_short',
  `JSK_0123456789_${'A'.repeat(43)}`,
  `jsk_0123456789_${'A'.repeat(44)}`,
])('%j is no key', (text) => {
  expect(prefixOfKey(text)).toBeNull();
});
