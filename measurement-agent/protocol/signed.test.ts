import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TEST_KEYS } from '../../test/keys.ts';
import rfc8037 from '../../test/vectors/ed25519.json' with { type: 'json' };
import { signingKeyOf } from '../../worker/domain/signing-key.ts';
import { type KeySet, sign, verify } from './signed.ts';

const key = await signingKeyOf(TEST_KEYS.SIGNING_KEY);
const keys: KeySet = { keys: [key.publicKey] };
const TYPE = 'jissoku-result+jws';

test('a seed makes the key, and the key its name, that RFC 8037 appendix A prints', async () => {
  const { publicKey } = await signingKeyOf(rfc8037.seed);
  expect(publicKey.x).toBe(rfc8037.x);
  expect(publicKey.kid).toBe(rfc8037.thumbprint);
});

describe('a signature', () => {
  test('holds of the value whatever the order of its fields', async () => {
    const signature = await sign({ b: [1, 2.5e-7], a: { d: null, c: '実測' } }, TYPE, key);
    const again = { a: { c: '実測', d: null }, b: [1, 0.000_000_25] };
    expect(await verify(again, signature, TYPE, keys)).toEqual({
      ok: true,
      value: { kid: key.publicKey.kid },
    });
  });

  test('holds of every JSON value and of no other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (value, other) => {
        const signature = await sign(value, TYPE, key);
        expect((await verify(JSON.parse(JSON.stringify(value)), signature, TYPE, keys)).ok).toBe(true);
        expect((await verify(other, signature, TYPE, keys)).ok).toBe(isSameJson(value, other));
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['of another type', (signature: string) => signature, 'jissoku-summary+jws', keys, 'wrong-type'],
    ['by a key that is not in the set', (signature: string) => signature, TYPE, { keys: [] }, 'unknown-key'],
    [
      'with a payload of its own',
      (signature: string) => signature.replace('..', '.e30.'),
      TYPE,
      keys,
      'malformed',
    ],
    [
      'with another header',
      (signature: string) => `e30${signature.slice(signature.indexOf('.'))}`,
      TYPE,
      keys,
      'malformed',
    ],
    [
      'without an algorithm',
      () => `${btoa('{"alg":"none"}').replaceAll('=', '')}..AA`,
      TYPE,
      keys,
      'malformed',
    ],
    [
      'with white space in it',
      (signature: string) => `${signature.slice(0, -8)} ${signature.slice(-8)}`,
      TYPE,
      keys,
      'malformed',
    ],
    ['cut short', (signature: string) => signature.slice(0, -8), TYPE, keys, 'forged'],
    ['that is empty', () => '', TYPE, keys, 'malformed'],
  ] as const)('%s does not hold', async (_name, change, type, set, reason) => {
    const signature = await sign({ a: 1 }, TYPE, key);
    expect(await verify({ a: 1 }, change(signature), type, { keys: [...set.keys] })).toEqual({
      ok: false,
      error: { reason },
    });
  });

  test('of any text is a value and no exception', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), fc.string(), async (header, middle, mac) => {
        const verified = await verify({}, [header, middle, mac].join('.'), TYPE, keys);
        expect(verified.ok).toBe(false);
      }),
    );
  });
});

/** JSON writes −0 as 0 and knows no order of fields. */
function isSameJson(a: unknown, b: unknown): boolean {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toSorted(([x], [y]) => (x < y ? -1 : 1))
        .map(([k, v]) => [k, sorted(v)]),
    );
  };
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}
