import { getCountry } from 'countries-and-timezones';
import type { Declared } from '../../../measurement-agent/protocol/result.ts';
import type { QuietHours, Schedule } from '../../../measurement-agent/protocol/schedule.ts';
import { isQuietMinute, minuteOfDayIn } from '../../../measurement-agent/protocol/time-of-day.ts';

/**
 * The zone that a site's clocks are of: what its schedule says, else the one zone of its country, where all of that have the same. UTC
 * where neither tells.
 */
export function zoneOfSite(
  schedule: Pick<Schedule, 'timeZone'> | null,
  { subdivisionCode }: Pick<Declared, 'subdivisionCode'>,
): string {
  if (schedule !== null && schedule.timeZone !== null) return schedule.timeZone;
  const [only, ...others] =
    subdivisionCode === null ? [] : (getCountry(subdivisionCode.slice(0, 2))?.timezones ?? []);
  return only !== undefined && others.length === 0 ? only : 'UTC';
}

/** Whether a moment lies in quiet hours. */
export function isQuietAt(atMs: number, quietHours: QuietHours, timeZone: string): boolean {
  return quietHours.length > 0 && isQuietMinute(minuteOfDayIn(timeZone, atMs), quietHours);
}
