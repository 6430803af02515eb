import { FIGURES } from '../../measurement-agent/protocol/statistics.ts';
import { lineFigures } from '../../worker/domain/statistics/line-figures.ts';
import type { LineTest } from '../../worker/domain/statistics/line-test.ts';
import { binOf } from '../../worker/domain/statistics/sketch.ts';
import { drawLine, MONTHS, type Random, testsOf } from './population.ts';

export const MONTH_COUNT = MONTHS.length;

const DOWNLOAD = FIGURES.indexOf('downloadBps');

/**
 * The population that runs draw their lines from: every line with all its tests of three months, each month reduced by the
 * product's own code. Index of a line-month: line × MONTH_COUNT + month.
 */
export interface Pool {
  lines: number;
  isp: Uint8Array;
  /** The line's download in the month, bit/s; NaN in a month without tests. */
  figureBps: Float64Array;
  /** Its bin in a sketch. */
  bin: Int32Array;
  /** Tests of line-month i are `testBps[testFrom[i]]` to `testBps[testFrom[i + 1] − 1]`. */
  testFrom: Uint32Array;
  testBps: Float32Array;
}

/**
 * The same lines, of which in each month only a share measures: the first ones, so that whoever is in a month is in all that have more.
 *
 * @param shares By month, 0–1.
 */
export function thinned(pool: Pool, shares: readonly number[]): Pool {
  if (shares.every((share) => share === 1)) return pool;
  const figureBps = pool.figureBps.slice();
  for (const [month, share] of shares.entries())
    for (let line = Math.ceil(share * pool.lines); line < pool.lines; line += 1)
      figureBps[line * MONTH_COUNT + month] = Number.NaN;
  return { ...pool, figureBps };
}

/** Tells how many lines are made, now and then. */
export type Progress = (share: number) => void;

const TELL_EVERY = 20_000;
const TESTS_AT_FIRST = 1_000_000;

export function makePool(lines: number, random: Random, progress: Progress): Pool {
  const isp = new Uint8Array(lines);
  const figureBps = new Float64Array(lines * MONTH_COUNT).fill(Number.NaN);
  const bin = new Int32Array(lines * MONTH_COUNT);
  const testFrom = new Uint32Array(lines * MONTH_COUNT + 1);
  let testBps = new Float32Array(TESTS_AT_FIRST);
  let used = 0;
  for (let index = 0; index < lines; index += 1) {
    if (index % TELL_EVERY === 0) progress(index / lines);
    const line = drawLine(random);
    isp[index] = line.isp;
    for (let month = 0; month < MONTH_COUNT; month += 1) {
      const at = index * MONTH_COUNT + month;
      const tests = testsOf(line, month, random);
      if (used + tests.length > testBps.length) {
        const larger = new Float32Array(Math.ceil(1.5 * testBps.length) + tests.length);
        larger.set(testBps);
        testBps = larger;
      }
      for (const { downloadBps } of tests) {
        testBps[used] = downloadBps ?? Number.NaN;
        used += 1;
      }
      testFrom[at + 1] = used;
      const figure = tests.length === 0 ? null : monthFigureBps(tests, line.tierBps);
      if (figure === null) continue;
      figureBps[at] = figure;
      bin[at] = binOf(figure);
    }
  }
  return { lines, isp, figureBps, bin, testFrom, testBps };
}

/** What the product makes of a line's tests. */
export function monthFigureBps(tests: readonly LineTest[], contractBps: number): number | null {
  return lineFigures(tests, [], { downloadBps: contractBps, uploadBps: null })[DOWNLOAD] ?? null;
}

/** Lines that tested in one of these months. */
export function linesIn({ lines, figureBps }: Pool, months: number): Int32Array {
  const found: number[] = [];
  for (let line = 0; line < lines; line += 1)
    for (let month = 0; month < months; month += 1)
      if (!Number.isNaN(figureBps[line * MONTH_COUNT + month])) {
        found.push(line);
        break;
      }
  return Int32Array.from(found);
}

/** Figures of these lines in the first `months`, in ascending order. */
export function sortedFigures({ figureBps }: Pool, lines: Int32Array, months: number): Float64Array {
  const figures = new Float64Array(lines.length * months);
  let count = 0;
  for (const line of lines)
    for (let month = 0; month < months; month += 1) {
      const figure = figureBps[line * MONTH_COUNT + month] ?? Number.NaN;
      if (Number.isNaN(figure)) continue;
      figures[count] = figure;
      count += 1;
    }
  return figures.subarray(0, count).sort();
}

/** Quantile of type 7, as metrics/quantile.ts, of numbers that no plain array should hold. */
export function quantileOfSorted(sorted: Float64Array | Float32Array, q: number): number {
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
