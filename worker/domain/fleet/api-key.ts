import { hashSecret, newSecret, sameText } from '../secret.ts';
import type { ApiKey } from './fleet.ts';

const KEY = /^jsk_([0-9a-f]{10})_[A-Za-z0-9_-]{43}$/;
const PREFIX_BYTES = 5;

/** A key of the fleet's API: `jsk_`, the prefix that it is recognised by, and 32 random bytes. */
export function newApiKey(): { key: string; prefix: string } {
  const prefix = Array.from(crypto.getRandomValues(new Uint8Array(PREFIX_BYTES)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  return { key: `jsk_${prefix}_${newSecret()}`, prefix };
}

/** The prefix of what has the form of a key; null of anything else. */
export function prefixOfKey(text: string): string | null {
  return KEY.exec(text)?.[1] ?? null;
}

/** Whether `text` is this very key, and still opens anything. */
export async function opensWith(
  text: string,
  { keyHash, revokedAtMs, expiresAtMs }: Pick<ApiKey, 'keyHash' | 'revokedAtMs' | 'expiresAtMs'>,
  nowMs: number,
): Promise<boolean> {
  if (!sameText(await hashSecret(text), keyHash)) return false;
  return revokedAtMs === null && (expiresAtMs === null || nowMs < expiresAtMs);
}
