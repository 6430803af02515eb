import type { Suppression } from '../../../measurement-agent/protocol/quality.ts';
import { ANONYMOUS_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import type { Directory } from '../directory.ts';
import { valuesOf } from './cell-key.ts';
import type { GroupingSet } from './grouping-sets.ts';
import { nestedPeriods } from './nested-periods.ts';
import { type CountedCell, suppressed } from './suppression.ts';
import { keyIn, largerSets, regionalWholes, sharedDimensions } from './wholes.ts';

/** A cell in one period, or in the months of a quarter together. */
export interface PublishedCount extends CountedCell {
  publishedResults: number | null;
}

/** Counts of a set's cells in a day, a month or a rolling window. */
export type CountsOf = (groupingSet: string, period: string) => readonly PublishedCount[];

/** What suppression goes by besides counts. */
export interface HiddenBy {
  directory: Directory;
  /** The last day of rolling windows, days since the epoch. */
  asOf: number;
}

/** Sets and periods whose cells say which of a set's cells are told in some periods taken together. */
export function neededFor(
  set: GroupingSet,
  periods: readonly string[],
  { asOf }: Pick<HiddenBy, 'asOf'>,
): { groupingSets: string[]; periods: string[] } {
  const sets = [set, ...largerSets(set)];
  // The windows of a set that has fewer of them lie in those of another.
  const nested = sets.flatMap((each) => nestedPeriods(periods, each, asOf));
  return { groupingSets: sets.map(({ name }) => name), periods: [...new Set([...periods, ...nested])] };
}

/**
 * The cells of a set in some periods taken together, and those of them that are not told: with few lines; beside such, or
 * close to a larger cell that is told (`suppressed`, `tooNear`).
 *
 * @param countsOf Of all that is needed (`neededFor`).
 */
export function hiddenCells(
  set: GroupingSet,
  periods: readonly string[],
  countsOf: CountsOf,
  by: HiddenBy,
): { counted: PublishedCount[]; hidden: Map<string, Suppression> } {
  const inPeriods = ({ name }: Pick<GroupingSet, 'name'>) =>
    together(periods.map((period) => countsOf(name, period)));
  const counted = inPeriods(set);
  const near = new Map<string, Suppression>();
  for (const larger of [set, ...largerSets(set)]) {
    const wanted = sharedDimensions(set, larger.dimensions);
    const ownKey = keyIn(wanted, set.dimensions, by.directory);
    const largerKey = keyIn(wanted, larger.dimensions, by.directory);
    const windows = nestedPeriods(periods, larger, by.asOf).map((period) => countsOf(larger.name, period));
    for (const others of larger === set ? windows : [...windows, inPeriods(larger)])
      for (const place of tooNear(counted, ownKey, others, largerKey)) near.set(place, 'complementary');
  }
  const wholes = placelessOf(set);
  const lines = wholes === null ? [] : inPeriods({ name: wholes });
  const hidden = suppressed(
    counted,
    {
      // Of an ISP by country that is all the country's lines; of other sets it is by region.
      of:
        set.name === 'isp'
          ? (place) => [valuesOf(place)[1] ?? '']
          : regionalWholes(set.dimensions, by.directory),
      lines: new Map(lines.map((whole) => [whole.place, whole.lines])),
    },
    near,
  );
  return { counted, hidden };
}

/** Which set counts the wholes of a set: they have lines, too, whose prefecture or ISP nobody knows. */
function placelessOf({ name }: GroupingSet): string | null {
  if (name === 'subdivision' || name === 'isp') return 'country';
  return name === 'isp-subdivision' ? 'isp' : null;
}

/** Cells of some periods by place; over the months of a quarter a line counts once a month, as everywhere. */
function together(periods: readonly (readonly PublishedCount[])[]): PublishedCount[] {
  const sums = new Map<string, PublishedCount>();
  for (const { place, lines, publishedLines, publishedResults } of periods.flat()) {
    const sum = sums.get(place);
    sums.set(place, {
      place,
      lines: (sum?.lines ?? 0) + lines,
      publishedLines: sumOf(sum?.publishedLines ?? null, publishedLines),
      publishedResults: sumOf(sum?.publishedResults ?? null, publishedResults),
    });
  }
  return [...sums.values()].toSorted((a, b) => (a.place < b.place ? -1 : 1));
}

function sumOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : a + b;
}

/**
 * Places that a larger cell, which holds all of theirs, exceeds by a few lines only: those could be had from the difference.
 * Where both hold the same, as windows on a young server do, there is none.
 */
function tooNear(
  cells: readonly PublishedCount[],
  ownKey: (place: string) => string,
  larger: readonly PublishedCount[],
  largerKey: (place: string) => string,
): string[] {
  const wholes = new Map<string, { lines: number; results: number }>();
  for (const { place, publishedLines, publishedResults } of larger) {
    const key = largerKey(place);
    const { lines, results } = wholes.get(key) ?? { lines: 0, results: 0 };
    if (publishedLines !== null)
      wholes.set(key, { lines: lines + publishedLines, results: results + (publishedResults ?? 0) });
  }
  return cells
    .filter(({ place, publishedLines, publishedResults }) => {
      const whole = wholes.get(ownKey(place));
      if (publishedLines === null || whole === undefined) return false;
      const isSame = whole.lines === publishedLines && whole.results === publishedResults;
      return !isSame && Math.abs(whole.lines - publishedLines) < ANONYMOUS_FROM_LINES;
    })
    .map(({ place }) => place);
}
