import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import { err, type Fallible, ok } from '../protocol/fallible.ts';

/** The key of this device. Its private half never leaves the file. */
export interface DeviceKey {
  /** Thumbprint (RFC 7638): the agent's id. */
  id: string;
  /** 32 bytes, base64url. */
  publicKey: string;
  privateKey: CryptoKey;
}

export type KeyFault = { reason: 'missing' | 'readable-by-others' | 'unreadable'; sentence: string };

/** Reads the key of a file that only its owner may read; any other is refused, as it may have been copied. */
export async function readDeviceKey(file: string): Promise<Fallible<DeviceKey, KeyFault>> {
  if (!existsSync(file))
    return err({ reason: 'missing', sentence: `There is no key in ${file}: run jissoku enroll.` });
  const mode = statSync(file).mode & 0o777;
  // Windows has no such bits; its access lists are the installation's.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    return err({
      reason: 'readable-by-others',
      sentence: `${file} has mode ${mode.toString(8).padStart(4, '0')}: others may have read the key. Make a new one (jissoku enroll --new-key), or, where you know better, chmod 600 it.`,
    });
  try {
    const jwk = JSON.parse(readFileSync(file, 'utf8')) as { kty: string; crv: string; x: string; d: string };
    if (jwk.kty !== 'OKP' || jwk.crv !== 'Ed25519') throw new TypeError('not an Ed25519 key');
    const { x, d } = jwk;
    const privateKey = await importJWK({ kty: 'OKP', crv: 'Ed25519', x, d }, 'Ed25519');
    return ok({
      id: await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x }),
      publicKey: x,
      privateKey,
    });
  } catch (error) {
    return err({ reason: 'unreadable', sentence: `${file} is no key of ours: ${String(error)}` });
  }
}

/** Makes a key on this device and keeps it in a file that only its owner may read. A file that is there stays. */
export async function makeDeviceKey(file: string): Promise<void> {
  const pair = await generateKeyPair('Ed25519', { extractable: true });
  const { kty, crv, x, d } = await exportJWK(pair.privateKey);
  // Written beside and linked: whole or not there, and never in the place of another.
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${JSON.stringify({ kty, crv, x, d })}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
}
