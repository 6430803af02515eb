import { describe, expect, test } from 'vitest';
import { guessConnection, type LineFacts, type LinePath } from './connection-guess.ts';

const path = (
  ipVersion: 4 | 6 | null,
  pathMtuBytes: number | null,
  more: Partial<LinePath> = {},
): LinePath => ({
  ipVersion,
  pathMtuBytes,
  roles: ['own'],
  cable: false,
  ipv4OverIpv6: null,
  ...more,
});
const MAPE_VNE: Partial<LinePath> = { roles: ['vne'], ipv4OverIpv6: 'ipoe-mape' };
const DSLITE_VNE: Partial<LinePath> = { roles: ['vne'], ipv4OverIpv6: 'ipoe-dslite' };
const MAPE_ISP: Partial<LinePath> = { roles: ['own'], ipv4OverIpv6: 'ipoe-mape' };
const CABLE: Partial<LinePath> = { cable: true };
const MOBILE: Partial<LinePath> = { roles: ['mno-host'] };

/** A guess in one line: method, confidence, reasons. */
function told(facts: LineFacts): string | null {
  const guess = guessConnection(facts);
  return guess && [guess.connectionMethod, guess.confidence, ...guess.reasons].join(' ');
}

describe('in Japan', () => {
  test.each<[string, LinePath[], string | null]>([
    ['a provider, nothing else', [path(4, null)], null],
    ['a provider, Ethernet’s MTU', [path(4, 1500)], null],
    ['FLET’S PPPoE', [path(4, 1454)], 'pppoe medium mtu-1454'],
    ['… at a provider that also has MAP-E', [path(4, 1454, MAPE_ISP)], 'pppoe medium mtu-1454'],
    ['… with IPv6 beside it by IPoE', [path(4, 1454), path(6, 1500, MAPE_VNE)], 'pppoe medium mtu-1454'],
    ['… over IPv6', [path(6, 1454)], 'pppoe medium mtu-1454'],
    ['… from an AS that has no PPPoE', [path(4, 1454, MAPE_VNE)], null],
    ['PPPoE of others', [path(4, 1492)], 'pppoe medium mtu-1492'],
    ['a tunnel, but nobody knows which', [path(4, 1460)], null],
    ['v6プラス', [path(4, 1460, MAPE_VNE)], 'ipoe-mape high mtu-1460 vne-network network-uses-mape'],
    ['… in a browser', [path(4, null, MAPE_VNE)], 'ipoe-mape medium vne-network network-uses-mape'],
    [
      '… behind a server of smaller MTU',
      [path(4, 1420, MAPE_VNE)],
      'ipoe-mape medium vne-network network-uses-mape',
    ],
    [
      '… with a tunnel that fragments',
      [path(4, 1500, MAPE_VNE)],
      'ipoe-mape low vne-network network-uses-mape',
    ],
    ['transix', [path(4, 1460, DSLITE_VNE)], 'ipoe-dslite high mtu-1460 vne-network network-uses-dslite'],
    ['an unknown VNE over IPv4', [path(4, 1460, { roles: ['vne'] })], null],
    [
      'an unknown VNE over IPv6',
      [path(6, 1500, { roles: ['vne'] })],
      'ipoe-native low vne-network ipv6-seen',
    ],
    ['a VNE over IPv6', [path(6, 1500, MAPE_VNE)], 'ipoe-mape low vne-network network-uses-mape ipv6-seen'],
    ['a provider with MAP-E, nothing else', [path(4, null, MAPE_ISP)], null],
    ['… in its tunnel', [path(4, 1460, MAPE_ISP)], 'ipoe-mape medium mtu-1460 network-uses-mape'],
    ['… over IPv6', [path(6, null, MAPE_ISP)], 'ipoe-mape low network-uses-mape ipv6-seen'],
    [
      '… over both',
      [path(6, null, MAPE_ISP), path(4, null, MAPE_ISP)],
      'ipoe-mape low network-uses-mape ipv6-seen',
    ],
    ['… over both, IPv4 in no tunnel', [path(4, 1500, MAPE_ISP), path(6, 1500, MAPE_ISP)], null],
    [
      '… the IPv4 of the group decides',
      [path(6, 1500, MAPE_ISP), path(4, 1454, MAPE_ISP)],
      'pppoe medium mtu-1454',
    ],
    ['a cable operator', [path(4, null, CABLE)], 'dhcp low cable-network'],
    ['… with PPPoE after all', [path(4, 1492, CABLE)], null],
    ['a mobile operator', [path(4, 1460, MOBILE)], null],
    ['an AS without a brand', [path(4, null, { roles: [] })], null],
    ['an unknown IP version', [path(null, 1454)], null],
  ])('%s', (_name, paths, expected) => {
    expect(told({ countryCode: 'JP', accessTechnology: null, paths })).toBe(expected);
  });
});

describe('elsewhere', () => {
  test.each<[string, LinePath[], string | null]>([
    ['PPPoE', [path(4, 1492)], 'pppoe medium mtu-1492'],
    ['PPPoE over IPv6', [path(6, 1492)], 'pppoe medium mtu-1492'],
    ['NTT’s number means nothing', [path(4, 1454)], null],
    ['a tunnel could be anything', [path(4, 1460, MAPE_VNE)], null],
    ['IPv6 is no sign', [path(6, 1500)], null],
    ['cable', [path(4, 1500, CABLE)], 'dhcp low cable-network'],
  ])('%s', (_name, paths, expected) => {
    for (const countryCode of ['DE', null])
      expect(told({ countryCode, accessTechnology: null, paths })).toBe(expected);
  });
});

describe('what the person says of the line', () => {
  test.each<[LineFacts['accessTechnology'], LinePath, string | null]>([
    ['catv', path(4, null), 'dhcp medium cable-declared'],
    ['catv', path(4, 1500, CABLE), 'dhcp high cable-declared cable-network'],
    ['catv', path(4, 1454), null],
    ['ftth', path(4, null, CABLE), null],
    ['ftth', path(4, 1454), 'pppoe medium mtu-1454'],
    ['dsl', path(4, 1492), 'pppoe medium mtu-1492'],
    ['mobile', path(4, 1460, MAPE_VNE), null],
    ['fwa', path(4, 1492), null],
    ['satellite', path(4, 1492), null],
  ])('%s', (accessTechnology, each, expected) => {
    expect(told({ countryCode: 'JP', accessTechnology, paths: [each] })).toBe(expected);
  });
});
