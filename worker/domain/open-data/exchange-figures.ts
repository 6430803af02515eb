import { METRICS } from '../../../measurement-agent/protocol/statistics.ts';
import { type Crowd, isAnonymousCrowd, NOBODY, withLine } from './crowd.ts';
import { type CellValue, type TableRow, valueOf, withValues } from './table-row.ts';

/** A line as it is told, between being read and being written. */
export interface ToldLine {
  /** The number of its rung: rows of one differ in figures only. */
  rung: number;
  /** 0–15; null where the line's address prefix is not known. */
  prefixBucket: number | null;
  /** How many the row stands for; it is never told. */
  tests: number;
  row: TableRow;
}

/** Whether what is told of these lines is told of nobody: results may have changed since it was planned. */
export function areAnonymous(lines: readonly ToldLine[]): boolean {
  return isAnonymousCrowd(
    lines.reduce<Crowd>((sum, { prefixBucket }) => withLine(sum, prefixBucket), NOBODY),
  );
}

/**
 * Exchanges figures among lines of which all the same is told, each metric by a draw of its own, missing values as well. So whatever is
 * computed from one metric over these lines stays the same, and two figures of a row are one line's by chance only ("data swapping",
 * Dalenius and Reiss 1982, within the classes that k-anonymity makes). By the same chance a row keeps a figure of its own line.
 *
 * A metric that fewer than ten of them have, or lines of one prefix alone, is left out of all their rows.
 *
 * @param lines Of one rung.
 * @param random 0 to 1, so that nobody can guess it.
 * @returns Rows, and how many lines had a figure that was left out, by metric.
 */
export function exchangeFigures(
  lines: readonly ToldLine[],
  random: () => number,
): { rows: TableRow[]; leftOut: Record<string, number> } {
  const exchanged: Record<string, CellValue>[] = lines.map(() => ({}));
  const leftOut: Record<string, number> = {};
  for (const metric of METRICS) {
    const having = lines.filter(({ row }) => valueOf(row, metric) !== null);
    const isTold = areAnonymous(having);
    if (!isTold && having.length > 0) leftOut[metric] = having.length;
    const givers = shuffle(lines, random);
    for (const [index, taken] of exchanged.entries()) {
      const giver = givers[index];
      taken[metric] = giver === undefined || !isTold ? null : valueOf(giver.row, metric);
    }
  }
  return { rows: lines.map(({ row }, index) => withValues(row, exchanged[index] ?? {})), leftOut };
}

/** Fisher and Yates. */
function shuffle<Value>(values: readonly Value[], random: () => number): Value[] {
  const shuffled = [...values];
  for (let index = shuffled.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const [a, b] = [shuffled[index] as Value, shuffled[other] as Value];
    shuffled[index] = b;
    shuffled[other] = a;
  }
  return shuffled;
}
