import { describe, expect, test } from 'vitest';
import { anonymityPrefix, parseAddress, subscriberPrefix } from './address.ts';

describe('prefixes', () => {
  test.each([
    ['192.0.2.77', 4, '4:c000024d/32', '4:c0000200/24'],
    ['::ffff:192.0.2.77', 4, '4:c000024d/32', '4:c0000200/24'],
    [
      '2001:db8:1:2fe::9',
      6,
      '6:20010db8000102000000000000000000/56',
      '6:20010db8000100000000000000000000/48',
    ],
  ])('of %s', (text, version, subscriber, anonymity) => {
    const address = parseAddress(text);
    expect(address?.version).toBe(version);
    expect(address && subscriberPrefix(address)).toBe(subscriber);
    expect(address && anonymityPrefix(address)).toBe(anonymity);
  });

  test('two houses of one /48 are two lines in one neighbourhood', () => {
    const house = (text: string) => parseAddress(text) ?? { version: 4, bytes: [] };
    const [a, b] = [house('2001:db8:1:100::1'), house('2001:db8:1:200::1')];
    expect(subscriberPrefix(a)).not.toBe(subscriberPrefix(b));
    expect(anonymityPrefix(a)).toBe(anonymityPrefix(b));
  });

  test.each(['', 'localhost', '300.1.1.1', '1', '0x7f.1', '010.0.0.1', '1.2.3.4, 5.6.7.8', '192.0.2.1:80'])(
    '%s is no address',
    (text) => {
      expect(parseAddress(text)).toBeNull();
    },
  );
});
