import { type Month, monthEndMs } from './month.ts';

/** Length of a month's secret: as long as the hash it keys. */
const SECRET_BYTES = 32;

/** A month's secret outlives it by this, so that caps and checks still work across its end; docs/data-format.md. */
const KEPT_AFTER_MONTH_MS = 35 * 86_400_000;

export function newAddressSecret(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
}

/** Months whose secret must go. */
export function expiredMonths(months: readonly Month[], nowMs: number): Month[] {
  return months.filter((month) => nowMs >= monthEndMs(month) + KEPT_AFTER_MONTH_MS);
}
