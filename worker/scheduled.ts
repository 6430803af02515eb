import { expiredMonths, newAddressSecret } from './domain/address-key.ts';
import { monthOf } from './domain/month.ts';
import type { Env } from './env.ts';
import { addressKeyMonths, deleteAddressKeys, ensureAddressKey } from './storage/address-keys.ts';

/** Daily: makes this month's address secret, and destroys those that are 35 days past their month. */
export async function rotateAddressKeys({ DB }: Pick<Env, 'DB'>, nowMs: number): Promise<void> {
  await ensureAddressKey(DB, monthOf(nowMs), newAddressSecret());
  const expired = expiredMonths(await addressKeyMonths(DB), nowMs);
  if (expired.length > 0) await deleteAddressKeys(DB, expired);
}
