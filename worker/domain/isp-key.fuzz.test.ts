import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type IspKey, ispKeyText, parseIspKey } from './isp-key.ts';

const slug = fc.stringMatching(/^[a-z0-9]+(-[a-z0-9]+){0,3}$/).filter((text) => text.length <= 64);
const key: fc.Arbitrary<IspKey> = fc.oneof(
  slug.map((text): IspKey => ({ kind: 'brand', slug: text })),
  fc
    .uniqueArray(slug, { minLength: 2, maxLength: 5 })
    .map((slugs): IspKey => ({ kind: 'shared', slugs: slugs.toSorted() })),
  fc.integer({ min: 1, max: 2 ** 32 - 1 }).map((asn): IspKey => ({ kind: 'as', asn })),
);
/** Text in the neighbourhood of a key. */
const nearlyKey = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^(as-|shared:)?[a-z0-9~:-]{0,20}$/),
  fc.bigInt({ min: 0n, max: 2n ** 70n }).map((asn) => `as-${asn}`),
  fc.tuple(key.map(ispKeyText), fc.nat(), fc.string()).map(([text, at, more]) => {
    const cut = at % (text.length + 1);
    return text.slice(0, cut) + more + text.slice(cut);
  }),
);

describe('ISP keys', () => {
  test('are read as they were written', () => {
    fc.assert(
      fc.property(key, (each) => {
        // A brand that is called as an AS is would be read as that.
        fc.pre(each.kind !== 'brand' || !/^as-[1-9]\d*$/.test(each.slug));
        expect(parseIspKey(ispKeyText(each))).toEqual(each);
      }),
    );
  });

  test('of any text are null, or such as could be written', () => {
    fc.assert(
      fc.property(nearlyKey, (text) => {
        const parsed = parseIspKey(text);
        if (parsed === null) return;
        const slugs = parsed.kind === 'brand' ? [parsed.slug] : parsed.kind === 'shared' ? parsed.slugs : [];
        for (const each of slugs) {
          if (!/^[a-z0-9-]{1,64}$/.test(each)) throw new Error(`${each} is no slug`);
        }
        if (parsed.kind === 'as' && !(parsed.asn >= 1 && parsed.asn <= 2 ** 32 - 1))
          throw new Error(`${parsed.asn} is no AS number (RFC 6793)`);
        // What is written again is the same key.
        expect(parseIspKey(ispKeyText(parsed))).toEqual(
          parsed.kind === 'shared' ? { ...parsed, slugs: parsed.slugs.toSorted() } : parsed,
        );
      }),
      { numRuns: 500 },
    );
  });
});
