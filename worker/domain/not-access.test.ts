import { describe, expect, test } from 'vitest';
import { SMALL_DIRECTORY } from '../../test/worker/fixtures/small-directory.ts';
import type { Directory } from './directory.ts';
import { notAccessReason } from './not-access.ts';

const CLOUD = { slug: 'sakura', kind: 'cloud', names: { ja: 'sakura', en: 'sakura' } } as const;
const DIRECTORY: Directory = {
  ...SMALL_DIRECTORY,
  brands: new Map([...SMALL_DIRECTORY.brands, ['sakura', CLOUD]]),
  asUses: [
    ...SMALL_DIRECTORY.asUses,
    { asn: 7684, slug: 'sakura', role: 'own' },
    { asn: 64500, slug: 'sakura', role: 'own' },
    { asn: 64500, slug: 'ocn', role: 'own' },
  ],
};

describe('notAccessReason', () => {
  test.each([
    ['unknown', null, null],
    ['of no one', 64511, null],
    ['of an access provider', 4713, null],
    ['listed as hosting', 64496, 'hosting-network'],
    ['listed as VPN', 64497, 'vpn'],
    ['of a brand that sells servers', 7684, 'hosting-network'],
    ['of such a brand and of an access provider', 64500, null],
  ])('an AS %s', (_name, asn, reason) => {
    expect(notAccessReason(asn, DIRECTORY)).toBe(reason);
  });
});
