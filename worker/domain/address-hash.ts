import { base64url } from 'jose';
import { anonymityPrefix, type ClientAddress, subscriberPrefix } from './address.ts';
import { hmacSha256 } from './hmac.ts';

/** What is kept of an address, base64url. It can be made again only with both keys, and the month's is destroyed. */
export interface AddressHash {
  /** 16 bytes of the IPv4 address or IPv6 /56, with the AS: one line. */
  subscriberKey: string;
  /** 8 bytes of the /24 or /48: a neighbourhood of lines. */
  prefixKey: string;
}

/**
 * Hashes an address under the month's secret and the server's PREFIX_KEY (32 bytes, base64url): the database holds the
 * one and not the other, so that a copy of it alone cannot be searched through.
 */
export async function hashAddress(
  address: ClientAddress,
  asn: number | null,
  keys: { prefixKey: string; monthSecret: Uint8Array },
): Promise<AddressHash> {
  const key = await hmacSha256(base64url.decode(keys.prefixKey), keys.monthSecret);
  const [subscriber, prefix] = await Promise.all([
    hmacSha256(key, `subscriber|${asn ?? ''}|${subscriberPrefix(address)}`),
    hmacSha256(key, `prefix|${anonymityPrefix(address)}`),
  ]);
  return {
    subscriberKey: base64url.encode(subscriber.subarray(0, 16)),
    prefixKey: base64url.encode(prefix.subarray(0, 8)),
  };
}
