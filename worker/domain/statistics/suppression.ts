import type { Suppression } from '../../../measurement-agent/protocol/quality.ts';
import { ANONYMOUS_FROM_LINES, SHOWN_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import { placeOf, valuesOf } from './cell-key.ts';
import { excludedResults } from './cell-sums.ts';

export interface CountedCell {
  place: string;
  /** Lines in it at the last publication, told or not. */
  lines: number;
  /** Lines in what is published; null before the first publication. */
  publishedLines: number | null;
}

/** What cells are added up to besides rows along a dimension: a prefecture's to its area's, an area's to its country's. */
export interface Wholes {
  /** Names of the wholes that a place is a part of. */
  of: (place: string) => readonly string[];
  /** Lines of wholes, where known: those that no cell has, as nobody knows their prefecture, are hidden in it, too. */
  lines: ReadonlyMap<string, number>;
}

/**
 * Lines that are enough: ten, and those nine that may have come since a whole was published, which waits for ten changes.
 * Its published figures would then be those of the told cells and of ten lines still.
 */
const HIDDEN_TOGETHER = 2 * ANONYMOUS_FROM_LINES - 1;

const NO_WHOLES: Wholes = { of: () => [], lines: new Map() };

/**
 * Which of a grouping set's cells in one period are not told. Besides those with few lines it is their neighbours: where all
 * of a row but one are told, and its sum is told as well, the one could be had by subtraction. So along every dimension, and
 * in every further whole, what is hidden must be enough lines together, or the smallest of the others is hidden, too.
 *
 * @param cells All cells of the set, the period and the slice.
 * @param already Places that are hidden for another reason.
 */
export function suppressed(
  cells: readonly CountedCell[],
  wholes: Wholes = NO_WHOLES,
  already: ReadonlyMap<string, Suppression> = new Map(),
): Map<string, Suppression> {
  const hidden = new Map(already);
  for (const { place, publishedLines } of cells)
    if ((publishedLines ?? 0) < SHOWN_FROM_LINES) hidden.set(place, 'too-few-lines');
  const rows = rowsOf(cells, wholes);
  // Whoever is hidden for one row is hidden in all its rows, which may bare another there: until nothing changes.
  for (let changed = true; changed; ) {
    changed = false;
    for (const { cells: row, placeless } of rows) {
      const secret = row.filter(({ place }) => hidden.has(place));
      const lines = secret.reduce((sum, cell) => sum + cell.lines, placeless);
      if (lines === 0 || lines >= HIDDEN_TOGETHER) continue;
      const [smallest] = row
        .filter(({ place }) => !hidden.has(place))
        .toSorted((a, b) => a.lines - b.lines || (a.place < b.place ? -1 : 1));
      if (smallest === undefined) continue;
      hidden.set(smallest.place, 'complementary');
      changed = true;
    }
  }
  return hidden;
}

interface Row {
  cells: readonly CountedCell[];
  /** Lines of the whole that are in none of its cells. */
  placeless: number;
}

function rowsOf(cells: readonly CountedCell[], wholes: Wholes): Row[] {
  const dimensions = cells[0] === undefined ? 0 : valuesOf(cells[0].place).length;
  const along = Array.from({ length: dimensions }, (_, dimension) => [
    ...Map.groupBy(cells, ({ place }) => placeOf(valuesOf(place).toSpliced(dimension, 1))).values(),
  ]).flat();
  const inWholes = new Map<string, CountedCell[]>();
  for (const cell of cells)
    for (const whole of wholes.of(cell.place)) {
      const row = inWholes.get(whole) ?? [];
      inWholes.set(whole, row);
      row.push(cell);
    }
  return [
    ...along.map((row) => ({ cells: row, placeless: 0 })),
    ...Array.from(inWholes, ([whole, row]) => {
      const counted = row.reduce((sum, { lines }) => sum + lines, 0);
      return { cells: row, placeless: Math.max(0, (wholes.lines.get(whole) ?? 0) - counted) };
    }),
  ];
}

/** A count as it is told: to the next ten, so that no difference of two tells fewer; null stands for "fewer than ten". */
export function toldCount(count: number): number | null {
  return count < ANONYMOUS_FROM_LINES ? null : Math.round(count / 10) * 10;
}

/** How many results do not count, for whatever reason, as it is told. */
export function toldExcluded(excluded: ReadonlyMap<unknown, number>): number | null {
  return toldCount(excludedResults(excluded));
}

/** By how many more or fewer, as it is told: to the next ten; null stands for "fewer than ten", none included. */
export function toldDifference(difference: number): number | null {
  const told = toldCount(Math.abs(difference));
  return told === null ? null : Math.sign(difference) * told;
}

/** A share of lines as it is told, 0–1: in hundredths, as more digits would tell the counts that it is of. */
export function toldShare(share: number): number {
  return Math.round(share * 100) / 100;
}

const DIGITS = 4;

/** A figure as it is told: four digits. */
export function toldFigure(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

/** An end of an interval as it is told: four digits, rounded outwards, as inwards it would hold the truth less often. */
export function toldEnd(value: number, end: 'low' | 'high'): number {
  const nearest = toldFigure(value);
  if (end === 'low' ? nearest <= value : nearest >= value) return nearest;
  const step = 10 ** (Math.floor(Math.log10(Math.abs(nearest))) - DIGITS + 1);
  return toldFigure(end === 'low' ? nearest - step : nearest + step);
}
