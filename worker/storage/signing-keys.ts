/** Public keys of everything that was ever signed here. */
import { asc } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { signingKeys as table } from '../../db/schema.ts';
import type { PublicKey } from '../../measurement-agent/protocol/signed.ts';

/** The keys, base64url, the oldest first. */
export async function signingKeys(database: D1Database): Promise<string[]> {
  const keys = await drizzle(database)
    .select({ publicKey: table.publicKey })
    .from(table)
    .orderBy(asc(table.addedAtMs), asc(table.kid));
  return keys.map(({ publicKey }) => publicKey);
}

/** Keeps keys; what is there already stays as it is. */
export async function addSigningKeys(
  database: D1Database,
  keys: readonly PublicKey[],
  addedAtMs: number,
): Promise<void> {
  await drizzle(database)
    .insert(table)
    .values(keys.map(({ kid, x }) => ({ kid, publicKey: x, addedAtMs })))
    .onConflictDoNothing();
}
