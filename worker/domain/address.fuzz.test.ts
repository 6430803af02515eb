import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anonymityPrefix, clientAddress, parseAddress, subscriberPrefix } from './address.ts';

const bytes = (length: number) => fc.array(fc.nat(255), { minLength: length, maxLength: length });
const v4 = bytes(4);
/** Not one of those that hold an IPv4 address (RFC 4291 section 2.5.5.2). */
const v6 = bytes(16).filter((each) => each.slice(0, 10).some(Boolean) || each[10] !== 255);
const v4Text = (each: readonly number[]) => each.join('.');
const v6Text = (each: readonly number[]) =>
  Array.from({ length: 8 }, (_, index) => ((each[2 * index]! << 8) | each[2 * index + 1]!).toString(16)).join(
    ':',
  );
/** As URLs read addresses, but for the old ways of writing IPv4, and with a zone (RFC 4007 section 11). */
function isAddress(text: string): boolean {
  if (/^\d+(\.\d+){3}$/.test(text))
    return URL.canParse(`http://${text}`) && new URL(`http://${text}`).host === text;
  const [address = '', ...zone] = text.split('%');
  const zoned = zone.length === 0 || (zone.length === 1 && /^[0-9a-z]+$/i.test(zone[0] ?? ''));
  return zoned && /^[0-9a-f.]*:[0-9a-f:.]*$/i.test(address) && URL.canParse(`http://[${address}]`);
}
const nearlyAddress = fc.oneof(
  fc.string(),
  fc.ipV4Extended(),
  fc.ipV6(),
  fc.stringMatching(/^[0-9a-fx.:%[\]/ ]{0,24}$/),
  fc.tuple(fc.oneof(v4.map(v4Text), v6.map(v6Text)), fc.nat(), fc.string()).map(([text, at, more]) => {
    const cut = at % (text.length + 1);
    return text.slice(0, cut) + more + text.slice(cut);
  }),
);

describe('addresses', () => {
  test('are read as they were written', () => {
    fc.assert(
      fc.property(v4, v6, (four, six) => {
        expect(parseAddress(v4Text(four))).toEqual({ version: 4, bytes: four });
        expect(parseAddress(`::ffff:${v4Text(four)}`)).toEqual({ version: 4, bytes: four });
        expect(parseAddress(v6Text(six))).toEqual({ version: 6, bytes: six });
      }),
    );
  });

  test('of any text are those that URLs take for one, and null otherwise', () => {
    fc.assert(
      fc.property(nearlyAddress, (text) => {
        const parsed = parseAddress(text);
        expect(parsed !== null, text).toBe(isAddress(text));
        if (parsed === null) return;
        expect(parsed.bytes).toHaveLength(parsed.version === 4 ? 4 : 16);
        expect(parsed.bytes.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('are of one prefix exactly when the bits of the prefix are the same', () => {
    const pairs = fc.oneof(
      ...[v4, v6].map((each) =>
        fc.tuple(each, fc.nat(15), fc.nat(255)).map(([a, at, byte]) => {
          const index = at % a.length;
          return [a, a.map((old, i) => (i === index ? byte : old))] as const;
        }),
      ),
    );
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const version = a.length === 4 ? 4 : 6;
        const same = (kept: number) => a.slice(0, kept).every((byte, index) => byte === b[index]);
        const [x, y] = [
          { version, bytes: a },
          { version, bytes: b },
        ] as const;
        expect(subscriberPrefix(x) === subscriberPrefix(y)).toBe(same(version === 4 ? 4 : 7));
        expect(anonymityPrefix(x) === anonymityPrefix(y)).toBe(same(version === 4 ? 3 : 6));
      }),
    );
  });

  test('in a header are an address or none', () => {
    const value = fc.string({ unit: 'binary-ascii' }).filter((text) => !/[\0\r\n]/.test(text));
    fc.assert(
      fc.property(value, (text) => {
        const headers = new Headers({ 'cf-connecting-ip': text });
        expect(clientAddress(headers)).toEqual(parseAddress(headers.get('cf-connecting-ip') ?? ''));
      }),
    );
  });
});
