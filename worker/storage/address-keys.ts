/** Monthly secrets of address hashes. */
import { eq, inArray } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { addressKeys } from '../../db/schema.ts';
import type { Month } from '../domain/month.ts';

/** The secret of a month; null when there is none yet. */
export async function addressKeyOf(database: D1Database, month: Month): Promise<Uint8Array | null> {
  const [key] = await drizzle(database)
    .select({ secret: addressKeys.secret })
    .from(addressKeys)
    .where(eq(addressKeys.month, month));
  return key?.secret ?? null;
}

/** Keeps `secret` for a month that has none, and answers the month's: of two made at once the first stays. */
export async function ensureAddressKey(
  database: D1Database,
  month: Month,
  secret: Uint8Array,
): Promise<Uint8Array> {
  const db = drizzle(database);
  const [, [key]] = await db.batch([
    db.insert(addressKeys).values({ month, secret }).onConflictDoNothing(),
    db.select({ secret: addressKeys.secret }).from(addressKeys).where(eq(addressKeys.month, month)),
  ]);
  return key?.secret ?? secret;
}

/** Months that have a secret. */
export async function addressKeyMonths(database: D1Database): Promise<Month[]> {
  const keys = await drizzle(database).select({ month: addressKeys.month }).from(addressKeys);
  return keys.map(({ month }) => month);
}

/** Destroys secrets: from then on nothing connects an address with what was made from it. */
export async function deleteAddressKeys(database: D1Database, months: readonly Month[]): Promise<void> {
  await drizzle(database)
    .delete(addressKeys)
    .where(inArray(addressKeys.month, [...months]));
}
