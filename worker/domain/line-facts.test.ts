import { describe, expect, test } from 'vitest';
import { RESULT_DOCUMENT } from '../../test/fixtures/result-document.ts';
import type { Directory } from './directory.ts';
import { lineFactsOf } from './line-facts.ts';

const names = { ja: '', en: '' };
const DIRECTORY: Directory = {
  brands: new Map([
    ['jpne', { slug: 'jpne', names, kind: 'vne' }],
    ['ocn', { slug: 'ocn', names, kind: 'fixed' }],
    ['iij', { slug: 'iij', names, kind: 'fixed' }],
    ['jcom', { slug: 'jcom', names, kind: 'catv' }],
  ]),
  asUses: [
    { asn: 55389, slug: 'jpne', role: 'vne' },
    { asn: 4713, slug: 'ocn', role: 'own' },
    { asn: 2497, slug: 'iij', role: 'own' },
    { asn: 2497, slug: 'ocn', role: 'wholesale' },
    { asn: 4721, slug: 'jcom', role: 'own' },
  ],
  asNames: new Map(),
  notAccess: new Map(),
  regions: new Map(),
};

const seen = (asn: number | null, ipVersion: 4 | 6, pathMtuBytes?: number | null) => ({
  ...RESULT_DOCUMENT,
  network: { ...RESULT_DOCUMENT.network, asn, ipVersion },
  ...(pathMtuBytes === undefined ? {} : { pathMtuBytes }),
});

describe('lineFactsOf()', () => {
  test.each([
    [55389, { roles: ['vne'], cable: false, ipv4OverIpv6: 'ipoe-mape' }],
    [4713, { roles: ['own'], cable: false, ipv4OverIpv6: 'ipoe-mape' }],
    [2497, { roles: ['own', 'wholesale'], cable: false, ipv4OverIpv6: null }],
    [4721, { roles: ['own'], cable: true, ipv4OverIpv6: null }],
    [64500, { roles: [], cable: false, ipv4OverIpv6: null }],
    [null, { roles: [], cable: false, ipv4OverIpv6: null }],
  ])('AS%s', (asn, expected) => {
    expect(lineFactsOf(seen(asn, 4, 1460), null, DIRECTORY)).toEqual({
      countryCode: 'JP',
      accessTechnology: 'ftth',
      paths: [{ ipVersion: 4, pathMtuBytes: 1460, ...expected }],
    });
  });

  test('a document without the field has no MTU', () => {
    expect(lineFactsOf(seen(4713, 4), null, DIRECTORY).paths[0]?.pathMtuBytes).toBeNull();
  });

  test('takes the other IP version from the group, never the same one', () => {
    const run = seen(4713, 6, 1500);
    const paths = (first: ReturnType<typeof seen>) =>
      lineFactsOf(run, first, DIRECTORY).paths.map(({ ipVersion, pathMtuBytes }) => [
        ipVersion,
        pathMtuBytes,
      ]);
    expect(paths(seen(4713, 4, 1454))).toEqual([
      [6, 1500],
      [4, 1454],
    ]);
    expect(paths(seen(4713, 6, 1454))).toEqual([[6, 1500]]);
  });
});
