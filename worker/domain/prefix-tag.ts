import { base64url } from 'jose';

/**
 * Hash of an address prefix under the token key, base64url of 8 bytes. It travels sealed in the token and is compared
 * on every load connection, never stored.
 */
export async function prefixTag(prefix: string, tokenKey: string): Promise<string> {
  const key = await crypto.subtle.importKey(
    'raw',
    base64url.decode(tokenKey),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`prefix-tag|${prefix}`));
  return base64url.encode(new Uint8Array(mac, 0, 8));
}
