import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchangeOf, hopsIn, traceTo } from './traceroute.ts';

const IX = [
  exchangeOf('203.0.113.0/24 Example-IX Tokyo'),
  exchangeOf('2001:db8:77::/48 Example-IX v6'),
].filter((exchange) => exchange !== null);

const LINUX = `traceroute to edge.example (198.51.100.9), 30 hops max, 60 byte packets
 1  192.168.1.1 [*]  0.534 ms
 2  100.65.3.1 [*]  4.120 ms
 3  *
 4  192.0.2.77 [AS64500]  5.903 ms
 5  203.0.113.40 [AS64501]  6.300 ms
 6  198.51.100.1 [AS64502/AS64503]  6.5 ms
 7  198.51.100.9 [AS64502]  7.001 ms !X
`;
const MACOS = `traceroute to edge.example (198.51.100.9), 30 hops max, 52 byte packets
 1  [AS0] 192.168.1.1  3.112 ms
 2  [AS64500] 192.0.2.77  5.5 ms
 3  *
 4  *
`;
const BUSYBOX = `traceroute to edge.example (2001:db8::9), 30 hops max, 72 byte packets
 1  fe80::1  0.4 ms
 2  2001:db8:77::5  3.0 ms
 3  2001:db8::9  9.2 ms
`;

describe('hopsIn()', () => {
  test('keeps whose each hop is and how far, of Linux', () => {
    expect(hopsIn(LINUX, IX)).toEqual([
      { ttl: 1, network: 'private', rttMs: 0.534 },
      { ttl: 2, network: 'shared', rttMs: 4.12 },
      { ttl: 3, network: null, rttMs: null },
      { ttl: 4, network: 'AS64500', rttMs: 5.903 },
      { ttl: 5, network: 'Example-IX Tokyo', rttMs: 6.3 },
      { ttl: 6, network: 'AS64502', rttMs: 6.5 },
      { ttl: 7, network: 'AS64502', rttMs: 7.001 },
    ]);
  });

  test('of macOS, without the silence at the end', () => {
    expect(hopsIn(MACOS, IX)).toEqual([
      { ttl: 1, network: 'private', rttMs: 3.112 },
      { ttl: 2, network: 'AS64500', rttMs: 5.5 },
    ]);
  });

  test('of BusyBox, which knows no AS, over IPv6', () => {
    expect(hopsIn(BUSYBOX, IX).map(({ network }) => network)).toEqual(['private', 'Example-IX v6', null]);
  });

  test('keeps no address, whatever is written', () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6());
    const line = fc.oneof(
      fc
        .tuple(fc.nat(40), address, fc.option(fc.nat(99_999)), fc.double({ min: 0, max: 999, noNaN: true }))
        .map(
          ([ttl, at, asn, ms]) => ` ${ttl}  ${at} ${asn === null ? '' : `[AS${asn}]`}  ${ms.toFixed(3)} ms`,
        ),
      address,
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const hops = hopsIn(lines.join('\n'), IX);
        expect(hops.length).toBeLessThanOrEqual(30);
        for (const { network, rttMs } of hops) {
          expect(network === null || /^(private|shared|AS[1-9]\d*|Example-IX .+)$/.test(network)).toBe(true);
          expect(rttMs === null || rttMs >= 0).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('traceTo()', () => {
  const options = { withAs: true, exchanges: IX };

  test.runIf(process.platform === 'linux')(
    'asks for one IP version, by number, and for AS numbers only where they are wanted',
    async () => {
      const asked: string[] = [];
      const run = (program: string, args: readonly string[]) => {
        asked.push([program, ...args].join(' '));
        return Promise.resolve(LINUX);
      };
      await traceTo('edge.example', 4, options, run);
      await traceTo('edge.example', 6, { ...options, withAs: false }, run);
      expect(asked).toEqual([
        'traceroute -4 -A -n -q 1 -w 2 -m 30 edge.example',
        'traceroute -6 -n -q 1 -w 2 -m 30 edge.example',
      ]);
    },
  );

  test('asks again without AS numbers where the registry is not reached', async () => {
    const run = (_program: string, args: readonly string[]) =>
      Promise.resolve(
        args.includes('-n') && args.some((arg) => /^-a$/i.test(arg)) ? ' 1  192.168.1.1' : BUSYBOX,
      );
    expect(await traceTo('edge.example', 6, options, run)).toMatchObject({ hops: [{ ttl: 1 }, {}, {}] });
  });

  test('says when there is no such tool, and when it found no way', async () => {
    expect(await traceTo('x', 4, options, async () => null)).toEqual({ ipVersion: 4, failure: 'no-tool' });
    expect(await traceTo('x', 6, options, async () => 'connect: Network is unreachable')).toEqual({
      ipVersion: 6,
      failure: 'no-route',
    });
  });

  test('finds out by itself that a tool is missing', async () => {
    const { PATH } = process.env;
    process.env.PATH = '/nowhere';
    try {
      expect(await traceTo('127.0.0.1', 4, options)).toEqual({ ipVersion: 4, failure: 'no-tool' });
    } finally {
      process.env.PATH = PATH;
    }
  });
});

test.each([
  '',
  '203.0.113.0/24',
  '203.0.113.0/33 X',
  '203.0.113.0 X',
  'x/24 Y',
  '::/129 Z',
  '203.0.113.0/24  ',
])('exchangeOf(%s) is none', (text) => {
  expect(exchangeOf(text)).toBeNull();
});
