import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TEST_KEYS } from '../../test/keys.ts';
import { deleteTokenOf, isDeleteToken } from './delete-token.ts';

const anyText = fc.string({ unit: 'binary' });

test('a delete token opens whatever id it was made of', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (id) => {
      const token = await deleteTokenOf(id, TEST_KEYS.TOKEN_KEY);
      expect(token).toMatch(/^[\w-]{43}$/);
      expect(await isDeleteToken(token, id, TEST_KEYS.TOKEN_KEY)).toBe(true);
    }),
  );
});

test('any other text opens nothing, also one that is nearly it', async () => {
  const change = fc.tuple(fc.nat(42), fc.oneof(anyText, fc.base64String({ maxLength: 4 })));
  await fc.assert(
    fc.asyncProperty(anyText, anyText, change, async (id, text, [at, put]) => {
      const token = await deleteTokenOf(id, TEST_KEYS.TOKEN_KEY);
      const nearly = token.slice(0, at) + put + token.slice(at + 1);
      for (const each of [text, nearly, token.slice(0, at), `${token} `, token + put]) {
        expect(await isDeleteToken(each, id, TEST_KEYS.TOKEN_KEY), each).toBe(each === token);
      }
    }),
  );
});

test('half a character is a value like any other', async () => {
  expect(await isDeleteToken('\ud800', '\udfff', TEST_KEYS.TOKEN_KEY)).toBe(false);
});
