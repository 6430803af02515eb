import { describe, expect, test } from 'vitest';
import { type IspKey, ispKeyText, parseIspKey } from './isp-key.ts';

describe('ISP keys', () => {
  test.each<[string, IspKey]>([
    ['ocn', { kind: 'brand', slug: 'ocn' }],
    ['as-64500', { kind: 'as', asn: 64500 }],
    ['shared:hi-ho~iij', { kind: 'shared', slugs: ['hi-ho', 'iij'] }],
  ])('%s is read and written', (text, key) => {
    expect(parseIspKey(text)).toEqual(key);
    expect(ispKeyText(key)).toBe(text);
  });

  test.each(['', 'OCN', 'shared:', 'shared:ocn', 'shared:ocn~', 'as-4294967296', 'a/b', "x' or 1"])(
    '%s is none',
    (text) => {
      expect(parseIspKey(text)).toBeNull();
    },
  );
});
