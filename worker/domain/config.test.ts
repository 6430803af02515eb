import { describe, expect, test } from 'vitest';
import { TEST_KEYS } from '../../test/keys.ts';
import { readConfig } from './config.ts';

const env = (variables: Record<string, string>) => ({ ...TEST_KEYS, ...variables });

describe('readConfig', () => {
  test.each([
    ['a missing TOKEN_KEY', { TOKEN_KEY: '' }, 'TOKEN_KEY is not set'],
    ['a short PREFIX_KEY', { PREFIX_KEY: 'abc' }, 'PREFIX_KEY must be 32 bytes'],
    ['NETWORK_OVERRIDE in production', { NETWORK_OVERRIDE: '{}' }, 'not a local start'],
    ['CLOCK in production', { CLOCK: 'request' }, 'CLOCK is set but this is not a local start'],
    ['CLOCK that is none', { LOCAL: '1', CLOCK: '1' }, 'CLOCK is `request`'],
    ['NETWORK_OVERRIDE that is no JSON', { LOCAL: '1', NETWORK_OVERRIDE: '{' }, 'not valid JSON'],
    ['NETWORK_OVERRIDE with a wrong field', { LOCAL: '1', NETWORK_OVERRIDE: '{"asn":-1}' }, 'asn'],
    ['a PUBLIC_URL that is none', { PUBLIC_URL: 'jissoku' }, 'PUBLIC_URL'],
    ['a PUBLIC_URL without an origin', { PUBLIC_URL: 'data:,x' }, 'PUBLIC_URL'],
    [
      'a measure host with more behind it',
      { MEASURE_HOST_V4: 'v4.a.example?x', MEASURE_HOST_V6: 'b' },
      'MEASURE_HOST_V4 is not a host',
    ],
    ['one measure host', { MEASURE_HOST_V4: 'v4.a.example' }, 'together'],
    [
      'a measure host that is an address',
      { MEASURE_HOST_V4: 'https://a', MEASURE_HOST_V6: 'b' },
      'MEASURE_HOST_V4 is not a host',
    ],
    ['a foreign protocol that is none', { FOREIGN_PROTOCOLS: 'ndt7 iperf' }, 'FOREIGN_PROTOCOLS names iperf'],
    ['half of Cloudflare Access', { ACCESS_AUD: 'x' }, 'together'],
    ['an ACCESS_TEAM of somebody else', { ACCESS_TEAM: 'evil.example', ACCESS_AUD: 'x' }, 'ACCESS_TEAM'],
    ['half of a contact store', { CONTACT_STORE_URL: 'https://contacts.example' }, 'together'],
    ['a token of no contact store', { CONTACT_STORE_TOKEN: 't' }, 'together'],
    [
      'a contact store over plain HTTP',
      { CONTACT_STORE_URL: 'http://contacts.example', CONTACT_STORE_TOKEN: 't' },
      'CONTACT_STORE_URL is not an https URL',
    ],
    ['half a TURN server', { TURN_URL: 'turn:x' }, 'together'],
    ['half a TURN key', { TURN_KEY_ID: 'x' }, 'together'],
    [
      'two relays',
      { TURN_URL: 'turn:x', TURN_SECRET: 's', TURN_KEY_ID: 'x', TURN_KEY_API_TOKEN: 't' },
      'not both',
    ],
  ])('refuses %s with a sentence', (_name, variables, sentence) => {
    const read = readConfig(env(variables));
    expect(read.ok ? '' : read.error.sentence).toContain(sentence);
  });

  test('reads where contact data lies', () => {
    const read = readConfig(
      env({ CONTACT_STORE_URL: 'https://contacts.example/v1/', CONTACT_STORE_TOKEN: 't' }),
    );
    expect(read).toMatchObject({
      value: { contactStore: { url: 'https://contacts.example/v1', token: 't' } },
    });
  });

  test('reads a complete set', () => {
    expect(
      readConfig(env({ LOCAL: '1', NETWORK_OVERRIDE: '{"asn":4713}', PUBLIC_URL: 'https://a.example/x' })),
    ).toEqual({
      ok: true,
      value: {
        tokenKey: TEST_KEYS.TOKEN_KEY,
        prefixKey: TEST_KEYS.PREFIX_KEY,
        signingKey: TEST_KEYS.SIGNING_KEY,
        nextSigningKey: null,
        publicUrl: 'https://a.example',
        local: true,
        clockOfRequests: false,
        synthetic: false,
        networkOverride: { asn: 4713 },
        measureHosts: null,
        access: null,
        contactStore: null,
        foreignProtocols: [],
        turn: null,
      },
    });
  });
});
