import { describe, expect, test } from 'vitest';
import { UNKNOWN_NETWORK } from '../../measurement-agent/protocol/network.ts';
import { observeNetwork } from './observe.ts';

const austin = {
  asn: 395747,
  asOrganization: '',
  country: 'US',
  regionCode: 'TX',
  timezone: 'America/Chicago',
  colo: 'DFW',
};
const production = { local: false, networkOverride: {} };

describe('observeNetwork', () => {
  test('takes the edge at its word in production', () => {
    const edge = {
      asn: 4713,
      asOrganization: 'OCN',
      country: 'JP',
      regionCode: '13',
      timezone: 'Asia/Tokyo',
      colo: 'NRT',
    };
    expect(observeNetwork(edge, { version: 6, bytes: [] }, production)).toEqual({
      asn: 4713,
      asName: 'OCN',
      isp: null,
      countryCode: 'JP',
      subdivisionCode: 'JP-13',
      timeZone: 'Asia/Tokyo',
      ipVersion: 6,
      edge: 'NRT',
    });
  });

  test('a value that does not fit is unknown', () => {
    const edge = { asn: '4713', country: 'Tor', regionCode: 'x y', colo: 5 };
    expect(observeNetwork(edge, null, production)).toEqual(UNKNOWN_NETWORK);
  });

  test('believes no placeholder on a local start', () => {
    expect(observeNetwork(austin, null, { local: true, networkOverride: {} })).toEqual(UNKNOWN_NETWORK);
  });

  test('takes the override on a local start', () => {
    const network = observeNetwork(
      austin,
      { version: 4, bytes: [] },
      { local: true, networkOverride: { asn: 2516 } },
    );
    expect(network).toEqual({ ...UNKNOWN_NETWORK, asn: 2516, ipVersion: 4 });
  });
});
