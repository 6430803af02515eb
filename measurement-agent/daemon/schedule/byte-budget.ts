/** Bytes of a calendar month (UTC), and what of them a test may move. */

/** Beside load: headers and what is sent again (7%), probes, datagrams, the session and the result. */
const OVERHEAD_RATIO = 1.08;
const OVERHEAD_BYTES = 1_500_000;
/** One round of light probes: a TCP connection to the edge over each IP version, one to the first hop, one question to each resolver. */
export const LIGHT_PROBES_BYTES = 1500;

/** Asking for a session, and hearing that there is none. */
export const SESSION_BYTES = 20_000;

/** What a test that may move `loadBytes` of load costs at most. */
export function costOf(loadBytes: number): number {
  return Math.ceil(loadBytes * OVERHEAD_RATIO) + OVERHEAD_BYTES;
}

/**
 * Load that a test may move now, so that the month's budget holds whatever the line does. The budget becomes free day by day: otherwise the
 * first days would use it up, and the month's end never be measured.
 *
 * @param spentBytes What this month has cost, reservations of tests that may still run included.
 * @returns Null where there is no budget.
 */
export function loadAllowance(budgetBytes: number | null, spentBytes: number, nowMs: number): number | null {
  if (budgetBytes === null) return null;
  const now = new Date(nowMs);
  const days = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 0)).getUTCDate();
  const freeBytes = Math.floor((budgetBytes * now.getUTCDate()) / days);
  return Math.max(0, Math.floor((freeBytes - spentBytes - OVERHEAD_BYTES) / OVERHEAD_RATIO));
}

/** As `2026-11`. */
export function monthOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 7);
}
