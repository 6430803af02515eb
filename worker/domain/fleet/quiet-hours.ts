import { getCountry } from 'countries-and-timezones';
import type { Declared } from '../../../measurement-agent/protocol/result.ts';
import type { QuietHours, Schedule } from '../../../measurement-agent/protocol/schedule.ts';

/** Making a formatter takes a hundred times as long as using it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

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

/** Whether a moment lies in quiet hours: from the first minute, to before the last; one may run past midnight. */
export function isQuietAt(atMs: number, quietHours: QuietHours, timeZone: string): boolean {
  if (quietHours.length === 0) return false;
  const minute = minuteOfDay(atMs, timeZone);
  return quietHours.some(({ from, to }) => {
    const [begin, end] = [minutesOf(from), minutesOf(to)];
    return begin <= end ? minute >= begin && minute < end : minute >= begin || minute < end;
  });
}

/** Minutes since local midnight. A zone that this runtime does not know has the hours of UTC. */
function minuteOfDay(atMs: number, timeZone: string): number {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = formatterIn(timeZone) ?? formatterIn('UTC');
    if (formatter === undefined) throw new RangeError('there is no UTC');
    formatters.set(timeZone, formatter);
  }
  return minutesOf(formatter.format(atMs));
}

function formatterIn(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function minutesOf(timeOfDay: string): number {
  const [hour = 0, minute = 0] = timeOfDay.split(':').map(Number);
  return hour * 60 + minute;
}
