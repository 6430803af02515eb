/** HMAC (RFC 2104) with SHA-256; text is taken as UTF-8. */
export async function hmacSha256(key: Uint8Array, message: Uint8Array | string): Promise<Uint8Array> {
  return hmac('SHA-256', key, message);
}

/** HMAC with SHA-1, for TURN alone, which prescribes it. */
export async function hmacSha1(key: Uint8Array, message: string): Promise<Uint8Array> {
  return hmac('SHA-1', key, message);
}

/** Of the key that was used last: a batch derives hundreds of tokens from one. */
let last: { hash: string; bytes: Uint8Array; key: Promise<CryptoKey> } | null = null;

function keyOf(hash: string, bytes: Uint8Array): Promise<CryptoKey> {
  if (last?.hash === hash && equal(last.bytes, bytes)) return last.key;
  const copy = Uint8Array.from(bytes);
  const key = crypto.subtle.importKey('raw', copy, { name: 'HMAC', hash }, false, ['sign']);
  last = { hash, bytes: copy, key };
  return key;
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** Works on copies: Web Crypto takes no shared memory, and the type of the bytes leaves that open. */
async function hmac(hash: string, key: Uint8Array, message: Uint8Array | string): Promise<Uint8Array> {
  const imported = await keyOf(hash, key);
  const data = typeof message === 'string' ? new TextEncoder().encode(message) : Uint8Array.from(message);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, data));
}
