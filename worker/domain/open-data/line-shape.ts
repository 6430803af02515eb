import { UNKNOWN } from '../statistics/line-attributes.ts';
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

/**
 * A row for each test with its day and part; with the kind of day and the part; with the part; with neither; at last a single row
 * with the line's own figures.
 */
export const LAST_SHAPE_STEP = 4;

/** More tests are told as the line's own figures at once: ten lines with the same shape of so many are not to be found. */
const MOST_TESTS_TOLD = 8;

/** Whether a step tells a line's tests one by one. */
export function tellsTests(step: number): boolean {
  return step < LAST_SHAPE_STEP;
}

/** What is told of a test's time at a step. Nothing where the clocks of its region are not known. */
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

/**
 * Everything about a line's rows but their figures, at every step: how many there are, which share a day, and what each tells of its time
 * and medium. Rows of lines with the same one cannot be told apart by anything but figures.
 */
export type LineShape = string;

const NOT_OPEN = '-';

export function lineShapeOf(tests: readonly LineTest[]): LineShape {
  const days = [...Map.groupBy(tests, localDayOf).values()];
  return Array.from({ length: LAST_SHAPE_STEP }, (_, step) => {
    // Whoever finds a line by one result that he knows must not learn on which days it was tested besides.
    const most = step === 0 ? 1 : MOST_TESTS_TOLD;
    if (tests.length > most) return NOT_OPEN;
    return days
      .map((ofDay) =>
        ofDay
          .map((test) => shortly(test, step))
          .toSorted()
          .join(','),
      )
      .toSorted()
      .join('/');
  }).join(';');
}

function shortly(test: LineTest, step: number): string {
  const { day, kind, part } = timeAt(test, step);
  return `${day ?? ''}${kind?.slice(4) ?? ''}${part?.slice(0, 1) ?? ''}${(test.medium ?? UNKNOWN).slice(0, 3)}`;
}

/** A line's shape at a step; null where the step is not open to it. */
export function coarseShape(shape: LineShape, step: number): string | null {
  const told = shape.split(';')[step] ?? '';
  return told === NOT_OPEN ? null : told;
}
