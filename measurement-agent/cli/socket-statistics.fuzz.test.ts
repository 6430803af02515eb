import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pathMtuBytes } from '../metrics/path-mtu.ts';
import { parseSocketStatistics } from './socket-statistics.ts';

interface Printed {
  local: string;
  ipVersion: 4 | 6;
  timestamps: boolean;
  mss: number;
  rcvmss: number;
  received: number;
}

const port = fc.integer({ min: 1, max: 65_535 });
const local = fc.oneof(
  fc.ipV4().map((address) => ({ local: address, ipVersion: 4 as const })),
  fc.ipV4().map((address) => ({ local: `[::ffff:${address}]`, ipVersion: 4 as const })),
  fc.nat(0xffff).map((last) => ({ local: `[2001:db8::${last.toString(16)}]`, ipVersion: 6 as const })),
);
const printed: fc.Arbitrary<Printed> = fc
  .tuple(
    local,
    fc.record({
      timestamps: fc.boolean(),
      mss: fc.integer({ min: 1, max: 65_495 }),
      rcvmss: fc.integer({ min: 88, max: 65_495 }),
      received: fc.maxSafeNat(),
    }),
  )
  .map(([address, figures]) => ({ ...address, ...figures }));

const print = ({ local, timestamps, mss, rcvmss, received }: Printed, at: number) =>
  `ESTAB 0      0      ${local}:${at} 10.91.3.2:9000\n\t ${timestamps ? 'ts ' : ''}sack bbr rto:204 mss:${mss} ` +
  `pmtu:1500 rcvmss:${rcvmss} advmss:1448 cwnd:11 bytes_received:${received} segs_out:7150\n`;

describe('parseSocketStatistics()', () => {
  test('reads as many connections as were printed, as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(printed, port)), (sockets) => {
        const text = sockets.map(([socket, at]) => print(socket, at)).join('');
        expect(parseSocketStatistics(text)).toEqual(
          sockets.map(([{ ipVersion, timestamps, mss, rcvmss, received }]) => ({
            ipVersion,
            timestamps,
            sentBytes: mss,
            receivedBytes: rcvmss > 536 && received >= 20 * rcvmss ? rcvmss : null,
          })),
        );
      }),
    );
  });

  test('of any text is sizes that are numbers, and an MTU that there is', () => {
    const number = fc.oneof(
      fc.bigInt({ min: 0n, max: 10n ** 40n }).map(String),
      fc.constantFrom('9'.repeat(400), '-1', '0', ''),
    );
    const field = fc
      .tuple(fc.constantFrom('mss', 'rcvmss', 'bytes_received', 'advmss', 'ts', 'toString'), number)
      .map(([name, value]) => `${name}:${value}`);
    const word = fc.oneof(
      field,
      fc.string(),
      fc.constantFrom('ts', '\n', '\n\t', 'ESTAB 0 0 [::1]:1 [::1]:2'),
    );
    const spoilt = fc
      .tuple(printed, port, fc.nat(), fc.string({ unit: 'binary' }))
      .map(([socket, at, where, put]) => {
        const text = print(socket, at);
        const cut = where % text.length;
        return text.slice(0, cut) + put + text.slice(cut + 1);
      });
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(word).map((words) => words.join(' ')),
      spoilt,
    );
    fc.assert(
      fc.property(text, (each) => {
        const sockets = parseSocketStatistics(each);
        for (const { sentBytes, receivedBytes } of sockets) {
          expect(Number.isSafeInteger(sentBytes)).toBe(true);
          expect(Number.isSafeInteger(receivedBytes ?? 0)).toBe(true);
        }
        expect(pathMtuBytes(sockets) ?? 1500).toSatisfy((mtu: number) => mtu >= 576 && mtu <= 9216);
      }),
      { numRuns: 500 },
    );
  });
});
