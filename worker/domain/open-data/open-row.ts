import { METRICS, type Metric } from '../../../measurement-agent/protocol/statistics.ts';
import type { Medium } from '../../../measurement-agent/protocol/vocabulary.ts';
import type { Month } from '../month.ts';
import type { Partition } from '../statistics/cell-key.ts';
import { type LineAttributes, UNKNOWN } from '../statistics/line-attributes.ts';
import { medianOfDays } from '../statistics/line-figures.ts';
import { type LineTest, localDayOf } from '../statistics/line-test.ts';
import { type LineClass, tells } from './line-class.ts';
import { tellsTests, timeAt } from './line-shape.ts';
import { preferredNumber } from './preferred-number.ts';
import { type CellValue, rowOfValues, type TableRow } from './table-row.ts';

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

/** How coarsely a line is told. */
export interface Telling {
  month: Month;
  coarseness: number;
  shapeStep: number;
  /** 0 to 1, drawn anew at every call. */
  random: () => number;
}

/**
 * The rows of a line, in random order: one for each test, or a single one with the line's own figures, as statistics have them. They
 * have no `lineRef` yet, and their figures are still this line's.
 */
export function openRows(line: OpenLine, telling: Telling): TableRow[] {
  const { tests } = line;
  const { shapeStep, random } = telling;
  if (!tellsTests(shapeStep)) return [lineRow(line, telling)];
  const days = new Map(
    shuffle([...new Set(tests.map(localDayOf))], random).map((day, index) => [day, index + 1]),
  );
  return shuffle(tests, random).map((test) => {
    const { day, kind, part } = timeAt(test, shapeStep);
    return rowOfValues({
      ...toldOf(line, telling),
      lineDay: days.get(localDayOf(test)) ?? 1,
      medium: tells('media', telling.coarseness) ? (test.medium ?? UNKNOWN) : null,
      date: day,
      dayKind: kind,
      dayPart: part,
      rowOf: 'test',
      ...figuresOf((metric) => test[metric]),
    });
  });
}

function lineRow(line: OpenLine, telling: Telling): TableRow {
  const [medium = null, another] = line.lineClass.media;
  return rowOfValues({
    ...toldOf(line, telling),
    lineDay: 1,
    // Its figures are of no single medium where there are two.
    medium: tells('media', telling.coarseness) && another === undefined ? medium : null,
    rowOf: 'line',
    ...figuresOf((metric) => medianOfDays(line.tests, metric)),
  });
}

function toldOf(
  { partition, lineClass }: OpenLine,
  { month, coarseness }: Telling,
): Record<string, CellValue> {
  const told = (name: Parameters<typeof tells>[0], value: string | number | null) =>
    tells(name, coarseness) ? value : null;
  return {
    month,
    synthetic: partition.synthetic,
    methodVersion: partition.methodVersion,
    cohort: lineClass.cohort,
    asn: told('asn', lineClass.asn),
    isp: told('isp', lineClass.isp),
    country: told('country', lineClass.country),
    area: told('area', lineClass.area),
    subdivision: told('subdivision', lineClass.subdivision),
    access: told('access', lineClass.access),
    method: told('method', lineClass.method),
    tier: told('tier', lineClass.tier),
    coarsened: coarseness,
  };
}

function figuresOf(figureOf: (metric: Metric) => number | null): Record<string, number | null> {
  return Object.fromEntries(
    METRICS.map((metric) => {
      const figure = figureOf(metric);
      return [metric, figure === null ? null : preferredNumber(figure)];
    }),
  );
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
