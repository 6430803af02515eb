import { METRICS, type Metric } from '../../../measurement-agent/protocol/statistics.ts';
import { type Crowd, isAnonymousCrowd, NOBODY, withLine } from './crowd.ts';
import { shuffle } from './open-row.ts';
import { type TableRow, valueOf, withValues } from './table-row.ts';

/** A line as it is told, between being read and being written. */
export interface ToldLine {
  /** The number of its rung: lines of one have rows that differ in figures only. */
  rung: number;
  /** 0–15; null where the line's address prefix is not known. */
  prefixBucket: number | null;
  rows: readonly TableRow[];
}

/**
 * Exchanges figures among lines of which all the same is told, each metric by itself: a line gets the values that some line of them has of
 * it, all of that line's and no other's. So whatever is computed from one metric, line by line, by anything that rows tell, has the
 * same digits after as before, and no two figures of a row are one line's but by chance ("data swapping", Dalenius and Reiss 1982, within
 * the classes that k-anonymity makes).
 *
 * A metric that fewer than ten lines in two prefixes have on the same days and times is left out of their rows.
 *
 * @param lines Of one rung.
 * @param random 0 to 1, so that nobody can guess it.
 * @returns Rows of each line, in the order of `lines`, and how many figures were left out.
 */
export function exchangeFigures(
  lines: readonly ToldLine[],
  random: () => number,
): { lines: TableRow[][]; leftOut: number } {
  const values: Record<string, number | null>[][] = lines.map(({ rows }) => rows.map(() => ({})));
  let leftOut = 0;
  for (const metric of METRICS) {
    const series = lines.map((line, number) => ({ line, number, ...seriesOf(line.rows, metric) }));
    for (const pool of Map.groupBy(series, ({ pattern }) => pattern).values()) {
      const crowd = pool.reduce<Crowd>((sum, { line }) => withLine(sum, line.prefixBucket), NOBODY);
      const isTold = isAnonymousCrowd(crowd);
      const givers = shuffle(pool, random);
      for (const [index, { number, places }] of pool.entries()) {
        if (!isTold) leftOut += places.length;
        const given = isTold ? (givers[index]?.values ?? []) : [];
        for (const [slot, place] of places.entries()) {
          const row = values[number]?.[place];
          if (row !== undefined) row[metric] = given[slot] ?? null;
        }
      }
    }
  }
  return {
    lines: lines.map(({ rows }, number) =>
      rows.map((row, place) => withValues(row, values[number]?.[place] ?? {})),
    ),
    leftOut,
  };
}

/** What a line has of a metric: days in the order of what is told of them, and rows of a day likewise. */
function seriesOf(
  rows: readonly TableRow[],
  metric: Metric,
): { pattern: string; places: number[]; values: number[] } {
  const had = rows.flatMap((row, place) => {
    const value = valueOf(row, metric);
    return typeof value === 'number'
      ? [{ place, value, day: valueOf(row, 'lineDay'), label: labelOf(row) }]
      : [];
  });
  const days = [...Map.groupBy(had, ({ day }) => day).values()]
    .map((ofDay) => {
      const inOrder = ofDay.toSorted((a, b) => order(a.label, b.label));
      return { inOrder, label: inOrder.map(({ label }) => label).join(',') };
    })
    .toSorted((a, b) => order(a.label, b.label));
  const inOrder = days.flatMap((day) => day.inOrder);
  return {
    pattern: days.map(({ label }) => label).join('/'),
    places: inOrder.map(({ place }) => place),
    values: inOrder.map(({ value }) => value),
  };
}

/** What a row tells of its test besides figures. */
function labelOf(row: TableRow): string {
  return ['date', 'dayKind', 'dayPart', 'medium'].map((name) => valueOf(row, name) ?? '').join(' ');
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
