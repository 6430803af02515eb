import { minuteOfDayIn } from '../../protocol/time-of-day.ts';

/**
 * Minutes since local midnight, 0 to 1439; `timeZone` is IANA, null for that of this process. Intl knows every change that zones have made,
 * and is asked only for another zone than this process has, as it takes 8 MB.
 */
export function minuteOfDay(atMs: number, timeZone: string | null): number {
  if (timeZone !== null && timeZone !== process.env.TZ) return minuteOfDayIn(timeZone, atMs);
  const local = new Date(atMs);
  return local.getHours() * 60 + local.getMinutes();
}
