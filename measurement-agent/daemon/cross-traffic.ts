import type { Clock } from '../engine/clock.ts';
import { wait } from '../engine/wait.ts';

/** Bytes of an interface so far; null where the system does not tell them. */
export type ReadCounters = () => { receivedBytes: number; sentBytes: number } | null;

/** Somebody uses the line: more than a background of idle connections and clocks, as SamKnows' boxes took it. */
const BUSY_DOWN_BPS = 64_000;
const BUSY_UP_BPS = 32_000;
const LOOK_MS = 5_000;

/** Whether the line is in use, over 5 s; null where nobody counts. */
export async function isLineBusy(
  read: ReadCounters,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean | null> {
  const before = read();
  const beganAtMs = clock.now();
  if (before === null) return null;
  await wait(clock, LOOK_MS, signal);
  const after = read();
  const seconds = (clock.now() - beganAtMs) / 1000;
  if (after === null || seconds <= 0) return null;
  const received = after.receivedBytes - before.receivedBytes;
  const sent = after.sentBytes - before.sentBytes;
  // A counter that began anew says nothing.
  if (received < 0 || sent < 0) return null;
  return (received * 8) / seconds > BUSY_DOWN_BPS || (sent * 8) / seconds > BUSY_UP_BPS;
}

/** Looks again after so long, so many times, before a slot is given up. */
const RETRY_AFTER_MS = 60_000;
const MOST_LOOKS = 5;

/** Waits for an idle line: `idle`, `not-told` where nobody counts, or `busy` when it never was. */
export async function waitForIdleLine(
  read: ReadCounters,
  clock: Clock,
  signal: AbortSignal,
): Promise<'idle' | 'busy' | 'not-told'> {
  for (let look = 1; !signal.aborted; look += 1) {
    const busy = await isLineBusy(read, clock, signal);
    if (busy === null) return 'not-told';
    if (!busy) return 'idle';
    if (look === MOST_LOOKS) return 'busy';
    await wait(clock, RETRY_AFTER_MS, signal);
  }
  return 'busy';
}
