import { describe, expect, test } from 'vitest';
import { TEST_KEYS } from '../../test/keys.ts';
import { parseAddress } from './address.ts';
import { hashAddress } from './address-hash.ts';

const keys = { prefixKey: TEST_KEYS.PREFIX_KEY, monthSecret: new Uint8Array(32).fill(1) };

async function hash(text: string, asn: number | null = 64500, used = keys) {
  const address = parseAddress(text);
  if (address === null) throw new TypeError(`Cannot hash: ${text} is no address`);
  return hashAddress(address, asn, used);
}

describe('hashAddress', () => {
  // OpenSSL 3: inner = HMAC(PREFIX_KEY, 32 × 0x01), then HMAC(inner, "subscriber|64500|4:cb007107/32") and
  // HMAC(inner, "prefix|4:cb007100/24"), cut to 16 and 8 bytes.
  test('is what OpenSSL computes', async () => {
    expect(await hash('203.0.113.7')).toEqual({
      subscriberKey: 'CHER1s-PFU355Jh29AxZTw',
      prefixKey: '7oGxvJ_fXyU',
    });
  });

  test('one IPv6 /56 is one line, and one /48 one neighbourhood', async () => {
    const [a, b, c] = await Promise.all([
      hash('2001:db8:1:100::1'),
      hash('2001:db8:1:1ff::2'),
      hash('2001:db8:1:200::1'),
    ]);
    expect(a).toEqual(b);
    expect(c.subscriberKey).not.toBe(a.subscriberKey);
    expect(c.prefixKey).toBe(a.prefixKey);
  });

  test('another AS, month or server makes another line', async () => {
    const lines = await Promise.all([
      hash('203.0.113.7'),
      hash('203.0.113.7', 64501),
      hash('203.0.113.7', null),
      hash('203.0.113.7', 64500, { ...keys, monthSecret: new Uint8Array(32).fill(2) }),
      hash('203.0.113.7', 64500, { ...keys, prefixKey: TEST_KEYS.TOKEN_KEY }),
    ]);
    expect(new Set(lines.map(({ subscriberKey }) => subscriberKey)).size).toBe(5);
  });
});
