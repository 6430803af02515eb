/** HMAC (RFC 2104) with SHA-256; text is taken as UTF-8. */
export async function hmacSha256(key: Uint8Array, message: Uint8Array | string): Promise<Uint8Array> {
  return hmac('SHA-256', key, message);
}

/** HMAC with SHA-1, for TURN alone, which prescribes it. */
export async function hmacSha1(key: Uint8Array, message: string): Promise<Uint8Array> {
  return hmac('SHA-1', key, message);
}

/** Works on copies: Web Crypto takes no shared memory, and the type of the bytes leaves that open. */
async function hmac(hash: string, key: Uint8Array, message: Uint8Array | string): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey('raw', Uint8Array.from(key), { name: 'HMAC', hash }, false, [
    'sign',
  ]);
  const data = typeof message === 'string' ? new TextEncoder().encode(message) : Uint8Array.from(message);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, data));
}
