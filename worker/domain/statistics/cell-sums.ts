import { FIGURES } from '../../../measurement-agent/protocol/statistics.ts';
import { VERDICT_CODES, type VerdictReason } from '../../../measurement-agent/protocol/vocabulary.ts';
import type { LineFigures } from './line-figures.ts';
import { addToBin, binOf, emptySketch, linesOf, mergeInto, type Sketch } from './sketch.ts';

/**
 * All that is kept of a cell in a period. Only sums of whole numbers, so that what was added can be taken out again and the
 * order does not matter: a rollup that followed every change equals one that was counted from scratch.
 */
export interface CellSums {
  /** Counted results. */
  results: number;
  /** Lines with a counted result. */
  lines: number;
  /** Lines whose region a person named, and lines whose region was looked up by address. */
  declaredRegions: number;
  guessedRegions: number;
  /** Results that do not count, by reason. */
  excluded: Map<ExclusionReason, number>;
  /** Lines by the bucket of their address prefix; in periods over several months also by month, as a prefix has another bucket in each. */
  prefixes: Map<number, number>;
  /** One sketch for each of FIGURES, in their order. */
  sketches: Sketch[];
  /** Lines that have a figure, by its place in FIGURES and by month (since the year 0); of periods over several months only. */
  months: Map<number, Map<number, number>>;
}

/** A stored cell names a reason by its place here: reasons are added at the end. */
export const EXCLUSION_REASONS = ['line-unknown', 'unknown', ...VERDICT_CODES] as const;
/** Why a result does not count; `line-unknown` had no address to tell its line, `unknown` is of an older record. */
export type ExclusionReason = VerdictReason | 'line-unknown' | 'unknown';

export function emptySums(): CellSums {
  return {
    results: 0,
    lines: 0,
    declaredRegions: 0,
    guessedRegions: 0,
    excluded: new Map(),
    prefixes: new Map(),
    sketches: FIGURES.map(() => emptySketch()),
    months: new Map(),
  };
}

/** What one line brings into a cell. */
export interface LineShare {
  results: number;
  excluded: ReadonlyMap<ExclusionReason, number>;
  regionSource: 'declared' | 'geoip' | null;
  prefixBucket: number | null;
  /** Null when none of its results counts. */
  figures: LineFigures | null;
  /** The month that the line's key lives, months since the year 0; null in a month, which all its lines are of. */
  month: number | null;
}

/** Counts a line's share `weight` times: 1 puts it in, −1 takes it out. */
export function addShare(sums: CellSums, share: LineShare, weight: 1 | -1): void {
  for (const [reason, count] of share.excluded) bump(sums.excluded, reason, weight * count);
  if (share.figures === null) return;
  sums.results += weight * share.results;
  sums.lines += weight;
  if (share.regionSource === 'declared') sums.declaredRegions += weight;
  if (share.regionSource === 'geoip') sums.guessedRegions += weight;
  if (share.prefixBucket !== null) bump(sums.prefixes, bucketIn(share.month, share.prefixBucket), weight);
  for (const [index, value] of share.figures.entries()) {
    const sketch = sums.sketches[index];
    if (value === null || sketch === undefined) continue;
    if (value === 0) sketch.zero += weight;
    else addToBin(sketch, binOf(value), weight);
    if (share.month !== null) addMonth(sums, index, share.month, weight);
  }
}

/** Adds all of `other` into `sums`. */
export function mergeSums(sums: CellSums, other: CellSums): void {
  sums.results += other.results;
  sums.lines += other.lines;
  sums.declaredRegions += other.declaredRegions;
  sums.guessedRegions += other.guessedRegions;
  for (const [reason, count] of other.excluded) bump(sums.excluded, reason, count);
  for (const [bucket, count] of other.prefixes) bump(sums.prefixes, bucket, count);
  for (const [index, sketch] of other.sketches.entries()) {
    const own = sums.sketches[index];
    if (own !== undefined) mergeInto(own, sketch);
  }
  for (const [index, months] of other.months)
    for (const [month, count] of months) addMonth(sums, index, month, count);
}

const BUCKETS = 16;

function bucketIn(month: number | null, bucket: number): number {
  return month === null ? bucket : month * BUCKETS + bucket;
}

/** Lines of the fullest month of whichever figure has most: so many homes at least, as a line cannot be told in the next month. */
export function homesIn({ sketches, months }: Pick<CellSums, 'sketches' | 'months'>): number {
  return Math.max(
    ...sketches.map((sketch, index) => Math.max(...(months.get(index)?.values() ?? [linesOf(sketch)]))),
  );
}

/** Takes a cell of one month for a part of a longer period: its lines and their prefixes are of that month. */
export function ofMonth(sums: CellSums, month: number): void {
  sums.prefixes = new Map([...sums.prefixes].map(([bucket, lines]) => [bucketIn(month, bucket), lines]));
  for (const [index, sketch] of sums.sketches.entries()) {
    const lines = linesOf(sketch);
    if (lines > 0) addMonth(sums, index, month, lines);
  }
}

/** Buckets that lines of one month lie in, of the month with the most: so many prefixes at least, and no address counts twice. */
export function prefixesOf({ prefixes }: Pick<CellSums, 'prefixes'>): number {
  const byMonth = new Map<number, number>();
  for (const bucket of prefixes.keys()) {
    const month = Math.floor(bucket / BUCKETS);
    byMonth.set(month, (byMonth.get(month) ?? 0) + 1);
  }
  return Math.max(0, ...byMonth.values());
}

/** Whether all lines may be one customer's: nothing is told of them then. */
export function areOfOneNetwork(sums: Pick<CellSums, 'prefixes'>): boolean {
  return prefixesOf(sums) < 2;
}

/** Counts lines of a figure in a month. */
export function addMonth({ months }: CellSums, figure: number, month: number, lines: number): void {
  const of = months.get(figure) ?? new Map<number, number>();
  bump(of, month, lines);
  if (of.size === 0) months.delete(figure);
  else months.set(figure, of);
}

/** Whether nothing is counted: such a cell is removed. */
export function isEmpty(sums: CellSums): boolean {
  return (
    sums.results === 0 &&
    sums.lines === 0 &&
    sums.excluded.size === 0 &&
    sums.sketches.every(({ zero, bins }) => zero === 0 && bins.size === 0)
  );
}

/** A count that comes to nothing leaves no trace, so that equal sums are equal in every part. */
function bump<Key>(counts: Map<Key, number>, key: Key, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

/** Results that do not count, for whatever reason. */
export function excludedResults(excluded: ReadonlyMap<unknown, number>): number {
  let results = 0;
  for (const count of excluded.values()) results += count;
  return results;
}
