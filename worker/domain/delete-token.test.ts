import { expect, test } from 'vitest';
import { TEST_KEYS } from '../../test/keys.ts';
import { deleteTokenOf, isDeleteToken } from './delete-token.ts';

const ID = 'AAAAAAAAAAAAAAAAAAAAAA';

test('a delete token opens its own result and no other', async () => {
  const token = await deleteTokenOf(ID, TEST_KEYS.TOKEN_KEY);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(await isDeleteToken(token, ID, TEST_KEYS.TOKEN_KEY)).toBe(true);
  expect(await isDeleteToken(token, 'BAAAAAAAAAAAAAAAAAAAAA', TEST_KEYS.TOKEN_KEY)).toBe(false);
  expect(await isDeleteToken(token, ID, TEST_KEYS.PREFIX_KEY)).toBe(false);
});

test.each(['', 'あ'.repeat(43), '_'.repeat(43), 'A'.repeat(42)])('%s is none', async (token) => {
  expect(await isDeleteToken(token, ID, TEST_KEYS.TOKEN_KEY)).toBe(false);
});
