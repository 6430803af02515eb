import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { networkSchema } from '../../measurement-agent/protocol/network.ts';
import { arbitraryOf } from '../../test/fuzz/arbitrary-of.ts';
import { jsonText, spoiltOf } from '../../test/fuzz/spoilt.ts';
import { TEST_KEYS } from '../../test/keys.ts';
import type { Variables } from '../variables.ts';
import { readConfig } from './config.ts';

const NAMES = [
  'TOKEN_KEY',
  'PREFIX_KEY',
  'SIGNING_KEY',
  'NEXT_SIGNING_KEY',
  'PUBLIC_URL',
  'LOCAL',
  'NETWORK_OVERRIDE',
  'MEASURE_HOST_V4',
  'MEASURE_HOST_V6',
  'TURN_URL',
  'TURN_SECRET',
  'TURN_KEY_ID',
  'TURN_KEY_API_TOKEN',
] as const satisfies (keyof Variables)[];

const host = fc.oneof(
  fc.domain(),
  fc.domain().map((name) => `${name}:8443`),
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
  fc.constantFrom(
    'a.example?x',
    'a.example#x',
    'me:pw@a.example',
    'a.example/x',
    'a example',
    'a.example;x',
    '',
  ),
  fc.string(),
);
const url = fc.oneof(
  fc.webUrl(),
  fc.constantFrom('javascript:alert(1)', 'data:,x', 'ftp://a.example', 'about:blank', 'https://'),
  fc.string(),
);
const text: fc.Arbitrary<string> = fc.oneof(fc.string({ unit: 'binary' }), host, url, fc.json());
const variables: fc.Arbitrary<Variables> = fc
  .record(
    {
      ...Object.fromEntries(NAMES.map((name) => [name, text])),
      LOCAL: fc.constantFrom('1', '0', ''),
      PUBLIC_URL: url,
      MEASURE_HOST_V4: host,
      MEASURE_HOST_V6: host,
      NETWORK_OVERRIDE: fc.oneof(
        spoiltOf(arbitraryOf(networkSchema)).map(({ value }) => jsonText(value)),
        fc.json(),
      ),
    },
    { requiredKeys: [] },
  )
  .map((read) => read as Variables);

/** With good keys, or hardly anything else would ever be looked at. */
const withKeys = variables.map((read) => ({ ...read, ...TEST_KEYS, NEXT_SIGNING_KEY: '' }));

describe('readConfig', () => {
  test('of any variables is a configuration or a sentence', () => {
    fc.assert(
      fc.property(fc.oneof(variables, withKeys), (read) => {
        const config = readConfig(read);
        const isSentence = config.ok || /^[A-Z].+\.$/s.test(config.error.sentence);
        expect(isSentence, JSON.stringify(config)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('takes for a public address only the origin of a website', () => {
    fc.assert(
      fc.property(url, (each) => {
        const config = readConfig({ ...TEST_KEYS, PUBLIC_URL: each });
        if (!config.ok || config.value.publicUrl === null) return;
        const { origin, protocol } = new URL(config.value.publicUrl);
        expect(origin).toBe(config.value.publicUrl);
        expect(['http:', 'https:']).toContain(protocol);
      }),
    );
  });

  test('takes for measure hosts only hosts', () => {
    fc.assert(
      fc.property(host, host, (v4, v6) => {
        const config = readConfig({ ...TEST_KEYS, MEASURE_HOST_V4: v4, MEASURE_HOST_V6: v6 });
        if (!config.ok || config.value.measureHosts === null) return;
        for (const each of Object.values(config.value.measureHosts)) {
          expect(new URL(`https://${each}`).href).toBe(`https://${new URL(`https://${each}`).host}/`);
          expect(each).toMatch(/^[^\s;,'"@?#/\\]+$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('takes every good network, and no field that is not one', () => {
    const partial = arbitraryOf(networkSchema);
    fc.assert(
      fc.property(partial, (network) => {
        const config = readConfig({ ...TEST_KEYS, LOCAL: '1', NETWORK_OVERRIDE: JSON.stringify(network) });
        expect(config.ok && config.value.networkOverride).toEqual(network);
      }),
    );
    fc.assert(
      fc.property(partial, fc.constantFrom('__proto__', 'constructor', 'ip'), (network, field) => {
        const override = Object.fromEntries([...Object.entries(network), [field, 1]]);
        const config = readConfig({ ...TEST_KEYS, LOCAL: '1', NETWORK_OVERRIDE: jsonText(override) });
        expect(config.ok).toBe(false);
      }),
    );
  });
});
