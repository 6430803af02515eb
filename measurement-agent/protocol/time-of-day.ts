/** Times of the day, as schedules and alarm rules name their quiet hours: by the minute, on the clocks of a zone. */
import type { QuietHours } from './schedule.ts';

/** Making a format takes a hundred times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes since midnight of `HH:MM`. */
export function minutesOf(timeOfDay: string): number {
  const [hour = 0, minute = 0] = timeOfDay.split(':').map(Number);
  return hour * 60 + minute;
}

/** Minutes since local midnight, 0 to 1439; `timeZone` is IANA. One that this runtime does not know has the hours of UTC. */
export function minuteOfDayIn(timeZone: string, atMs: number): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = formatIn(timeZone) ?? formatIn('UTC');
    if (format === undefined) throw new RangeError('there is no UTC');
    formats.set(timeZone, format);
  }
  return minutesOf(format.format(atMs));
}

/** Whether a minute of the day is quiet: from the first minute, to before the last; quiet hours may run past midnight. */
export function isQuietMinute(minute: number, quietHours: QuietHours): boolean {
  return quietHours.some(({ from, to }) => {
    const [begin, end] = [minutesOf(from), minutesOf(to)];
    return begin <= end ? minute >= begin && minute < end : minute >= begin || minute < end;
  });
}

function formatIn(timeZone: string): Intl.DateTimeFormat | undefined {
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
