import { hourOfWeekOf, type LineTest, localDayOf } from '../statistics/line-test.ts';

/** 23 to 6 o'clock, 6 to 19, and 19 to 23 (busy hours), in the region's own time. */
export type DayPart = 'night' | 'day' | 'evening';

/** Monday to Friday, Saturday and Sunday. Public holidays are not told apart. */
export type DayKind = 'weekday' | 'weekend';

/** What is told of when a line was tested; null where that would single out fewer than ten lines. */
export interface ToldTime {
  /** Days since the epoch. */
  day: number | null;
  kind: DayKind | null;
  part: DayPart | null;
}

/** The day and its part; the kind of day and its part; the part; nothing, whether it was tested once or often. */
export const LAST_TIME_STEP = 3;

/** What is told of the time of a line's only test at a step. Nothing where the clocks of its region are not known. */
export function timeAt(test: LineTest, step: number): ToldTime {
  const hourOfWeek = hourOfWeekOf(test);
  if (hourOfWeek === null) return { day: null, kind: null, part: null };
  return {
    day: step === 0 ? localDayOf(test) : null,
    kind: step > 1 ? null : hourOfWeek < 5 * 24 ? 'weekday' : 'weekend',
    part: step > 2 ? null : partOf(hourOfWeek % 24),
  };
}

function partOf(hour: number): DayPart {
  if (hour < 6 || hour >= 23) return 'night';
  return hour < 19 ? 'day' : 'evening';
}

/** When a line was tested, at every step. Lines with the same one cannot be told apart by it. */
export type LineTimes = string;

const NOT_OPEN = '-';

/** Of a line that was tested more than once, no step but the last tells anything: neither when nor how often. */
export function lineTimesOf(tests: readonly LineTest[]): LineTimes {
  const [test, another] = tests;
  return Array.from({ length: LAST_TIME_STEP }, (_, step) =>
    test === undefined || another !== undefined ? NOT_OPEN : shortly(timeAt(test, step)),
  ).join(';');
}

function shortly({ day, kind, part }: ToldTime): string {
  return `${day ?? ''}${kind?.slice(4) ?? ''}${part?.slice(0, 1) ?? ''}`;
}

/** What of a line's times a step tells; null where the step is not open to it. */
export function coarseTimes(times: LineTimes, step: number): string | null {
  const told = times.split(';')[step] ?? '';
  return told === NOT_OPEN ? null : told;
}
