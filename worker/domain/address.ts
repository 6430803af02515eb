import ipaddr from 'ipaddr.js';

/** A client address, parsed. IPv4-mapped IPv6 addresses count as IPv4. */
export type ClientAddress = { version: 4 | 6; bytes: readonly number[] };

/**
 * Null when the text is not an IP address: an IPv4 address is four decimal numbers (RFC 3986 section 3.2.2), and not `1`, `0x7f.1` or
 * `010.0.0.1`, which old programs read as one, and not all as the same.
 */
export function parseAddress(text: string): ClientAddress | null {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return null;
  const address = ipaddr.process(text);
  return { version: address.kind() === 'ipv4' ? 4 : 6, bytes: address.toByteArray() };
}

function prefix(address: ClientAddress, bits: number): string {
  const bytes = address.bytes.map((byte, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8));
    return byte & (0xff << (8 - kept));
  });
  return `${address.version}:${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}/${bits}`;
}

/** One line: an IPv4 address, or the /56 that an access provider usually delegates (RFC 6177, RIPE-690). */
export function subscriberPrefix(address: ClientAddress): string {
  return prefix(address, address.version === 4 ? 32 : 56);
}

/** A neighbourhood of lines, for anonymity rules and caps: /24 or /48. */
export function anonymityPrefix(address: ClientAddress): string {
  return prefix(address, address.version === 4 ? 24 : 48);
}

/**
 * The address of whoever sent the request, from the header that the edge sets: Cloudflare in production, the front
 * under `npm start` (which drops what the client sent). Null when there is none, as for a request made in-process.
 */
export function clientAddress(headers: Headers): ClientAddress | null {
  const text = headers.get('cf-connecting-ip');
  return text === null ? null : parseAddress(text);
}
