import { METRICS } from '../../../measurement-agent/protocol/statistics.ts';
import type { Medium } from '../../../measurement-agent/protocol/vocabulary.ts';
import type { Month } from '../month.ts';
import type { Partition } from '../statistics/cell-key.ts';
import { type LineAttributes, UNKNOWN } from '../statistics/line-attributes.ts';
import { type LineTest, localDayOf } from '../statistics/line-test.ts';
import { ROW_COLUMNS } from './columns.ts';
import { type LineClass, tells } from './line-class.ts';
import { timeAt } from './line-times.ts';
import { preferredNumber } from './preferred-number.ts';

export type CellValue = string | number | boolean | null;

/** One row of a file, its values in the order of the columns. */
export type TableRow = readonly CellValue[];

/** A line as it may stand in the open rows: counted tests of one cohort. */
export interface OpenLine {
  partition: Partition;
  lineClass: LineClass;
  /** 0–15; null where the line's address prefix is not known. It counts lines together and is never told. */
  prefixBucket: number | null;
  tests: readonly LineTest[];
}

/** A line of a partition; `asn` is part of what its key is made of, so that it has one. */
export function openLine(
  partition: Partition,
  { place, prefixBucket }: LineAttributes,
  asn: number | null,
  tests: readonly LineTest[],
): OpenLine {
  const media = new Set(tests.map(({ medium }): Medium | typeof UNKNOWN => medium ?? UNKNOWN));
  return {
    partition,
    lineClass: {
      cohort: partition.cohort,
      country: place.country,
      isp: place.isp,
      asn,
      area: place.area,
      subdivision: place.subdivision,
      access: place.access,
      media: [...media].toSorted(),
      tier: place.tier,
      method: place.method,
    },
    prefixBucket,
    tests,
  };
}

/** How coarsely a line is told, and by which random number. */
export interface Telling {
  month: Month;
  coarseness: number;
  timeStep: number;
  /** A whole number below 2⁵³. */
  lineRef: number;
  /** 0 to 1, drawn anew at every call. */
  random: () => number;
}

/** The rows of a line, in random order. */
export function openRows(line: OpenLine, telling: Telling): TableRow[] {
  const { partition, lineClass, tests } = line;
  const { month, coarseness, timeStep, lineRef, random } = telling;
  const shuffled = shuffle(tests, random);
  const days = new Map(
    shuffle([...new Set(tests.map(localDayOf))], random).map((day, index) => [day, index + 1]),
  );
  const told = (name: Parameters<typeof tells>[0], value: string | number | null) =>
    tells(name, coarseness) ? value : null;
  return shuffled.map((test) => {
    const { day, kind, part } = timeAt(test, timeStep);
    const values: Record<string, CellValue> = {
      month,
      synthetic: partition.synthetic,
      methodVersion: partition.methodVersion,
      lineRef,
      lineDay: days.get(localDayOf(test)) ?? 1,
      cohort: lineClass.cohort,
      asn: told('asn', lineClass.asn),
      isp: told('isp', lineClass.isp),
      country: told('country', lineClass.country),
      area: told('area', lineClass.area),
      subdivision: told('subdivision', lineClass.subdivision),
      access: told('access', lineClass.access),
      method: told('method', lineClass.method),
      tier: told('tier', lineClass.tier),
      medium: told('media', test.medium ?? UNKNOWN),
      coarsened: coarseness,
      date: day,
      dayKind: kind,
      dayPart: part,
    };
    for (const metric of METRICS) {
      const value = test[metric];
      values[metric] = value === null ? null : preferredNumber(value);
    }
    return ROW_COLUMNS.map(({ name }) => values[name] ?? null);
  });
}

/** Fisher and Yates. */
export function shuffle<Value>(values: readonly Value[], random: () => number): Value[] {
  const shuffled = [...values];
  for (let index = shuffled.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const [a, b] = [shuffled[index] as Value, shuffled[other] as Value];
    shuffled[index] = b;
    shuffled[other] = a;
  }
  return shuffled;
}
