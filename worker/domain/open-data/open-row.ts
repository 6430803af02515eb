import { METRICS, type Metric } from '../../../measurement-agent/protocol/statistics.ts';
import type { Medium } from '../../../measurement-agent/protocol/vocabulary.ts';
import type { Month } from '../month.ts';
import type { Partition } from '../statistics/cell-key.ts';
import { type LineAttributes, UNKNOWN } from '../statistics/line-attributes.ts';
import { medianOfDays } from '../statistics/line-figures.ts';
import type { LineTest } from '../statistics/line-test.ts';
import { type LineClass, tells } from './line-class.ts';
import { timeAt } from './line-times.ts';
import { preferredNumber } from './preferred-number.ts';
import { rowOfValues, type TableRow } from './table-row.ts';

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
  timeStep: number;
}

/**
 * The row of a line, with its own figures as statistics have them: the median of its days, each with the median of its tests. It has no
 * `lineRef` yet.
 */
export function openRow({ partition, lineClass, tests }: OpenLine, telling: Telling): TableRow {
  const { month, coarseness, timeStep } = telling;
  const told = (name: Parameters<typeof tells>[0], value: string | number | null) =>
    tells(name, coarseness) ? value : null;
  const [medium = null, anotherMedium] = lineClass.media;
  const [test] = tests;
  // Of a line with several tests the last step tells nothing, whichever is looked at.
  const time = test === undefined ? null : timeAt(test, timeStep);
  return rowOfValues({
    month,
    synthetic: partition.synthetic,
    methodVersion: partition.methodVersion,
    lineDay: 1,
    cohort: lineClass.cohort,
    asn: told('asn', lineClass.asn),
    isp: told('isp', lineClass.isp),
    country: told('country', lineClass.country),
    area: told('area', lineClass.area),
    subdivision: told('subdivision', lineClass.subdivision),
    access: told('access', lineClass.access),
    method: told('method', lineClass.method),
    tier: told('tier', lineClass.tier),
    // Figures of a line that was measured over two media are of neither.
    medium: anotherMedium === undefined ? told('media', medium) : null,
    coarsened: coarseness,
    date: time?.day ?? null,
    dayKind: time?.kind ?? null,
    dayPart: time?.part ?? null,
    ...figuresOf((metric) => medianOfDays(tests, metric)),
  });
}

function figuresOf(figureOf: (metric: Metric) => number | null): Record<string, number | null> {
  return Object.fromEntries(
    METRICS.map((metric) => {
      const figure = figureOf(metric);
      return [metric, figure === null ? null : preferredNumber(figure)];
    }),
  );
}
