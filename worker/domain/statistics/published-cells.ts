import {
  ANONYMOUS_FROM_LINES,
  type Band,
  type Dimension,
} from '../../../measurement-agent/protocol/statistics.ts';
import type { SummarisedCell } from './cell-answer.ts';
import { decodeSums } from './cell-code.ts';
import { monthNumberOf, type Partition, placeOf, sliceOf, valuesOf } from './cell-key.ts';
import { decodeSummary, summarise } from './cell-summary.ts';
import { addShare, type CellSums, emptySums, mergeSums, ofMonth } from './cell-sums.ts';
import { type Drawable, withoutTen } from './left-out.ts';

/** A published cell: its sums in all hours, in busy ones and in the others; null where that is not kept or not published. */
export interface PublishedCell {
  place: Record<string, string>;
  any: CellSums;
  peak: CellSums | null;
  offPeak: CellSums | null;
  publishedAtMs: number | null;
}

/** A row of what is published. */
export interface PublishedRow {
  period: string;
  slice: string;
  place: string;
  sums: string;
  publishedAtMs: number | null;
}

/**
 * Cells of published rows: months of a quarter added up, and places that differ only in dimensions nobody asked for, which
 * part lines.
 *
 * @param dimensions Those of the rows' places.
 * @param wanted Those that are told apart.
 */
export function publishedCellsOf(
  rows: readonly PublishedRow[],
  partition: Partition,
  dimensions: readonly Dimension[],
  wanted: readonly Dimension[],
): PublishedCell[] {
  const cells = new Map<string, PublishedCell>();
  const peak = sliceOf(partition, 'peak');
  const offPeak = sliceOf(partition, 'off-peak');
  const any = sliceOf(partition, 'any');
  // Rows in all hours first: a cell is there only with them.
  for (const row of rows.toSorted((a, b) => Number(b.slice === any) - Number(a.slice === any))) {
    const values = valuesOf(row.place);
    const place = Object.fromEntries(
      wanted.map((dimension) => [dimension, values[dimensions.indexOf(dimension)] ?? '']),
    );
    const key = placeOf(Object.values(place));
    const sums = decodeSums(row.sums);
    withMonths(sums, row.period);
    const known = cells.get(key);
    if (row.slice === any) {
      if (known === undefined)
        cells.set(key, { place, any: sums, peak: null, offPeak: null, publishedAtMs: row.publishedAtMs });
      else {
        mergeSums(known.any, sums);
        known.publishedAtMs = latest(known.publishedAtMs, row.publishedAtMs);
      }
    } else if (known !== undefined) {
      if (row.slice === peak) known.peak = added(known.peak, sums);
      if (row.slice === offPeak) known.offPeak = added(known.offPeak, sums);
    }
  }
  return [...cells.values()];
}

/** What parts of a cell, such as the months of a quarter, are together. */
export function addedUpSums(parts: readonly { period: string; sums: string }[]): CellSums {
  const sums = emptySums();
  for (const { period, sums: code } of parts) {
    const part = decodeSums(code);
    withMonths(part, period);
    mergeSums(sums, part);
  }
  return sums;
}

/** A row of what is told of a published cell. */
export interface SummaryRow {
  slice: string;
  place: string;
  summary: string;
  publishedAtMs: number | null;
}

/** Cells of rows of one period. */
export function summarisedCells(
  rows: readonly SummaryRow[],
  partition: Partition,
  dimensions: readonly Dimension[],
): SummarisedCell[] {
  const bySlice = Map.groupBy(rows, ({ slice }) => slice);
  const inBand = (band: Band) =>
    new Map((bySlice.get(sliceOf(partition, band)) ?? []).map((row) => [row.place, row]));
  const peak = inBand('peak');
  const offPeak = inBand('off-peak');
  const summaryOf = (row: SummaryRow | undefined) => (row === undefined ? null : decodeSummary(row.summary));
  return [...inBand('any').values()].map(({ place, summary, publishedAtMs }) => ({
    place: namedPlace(place, dimensions),
    any: decodeSummary(summary),
    peak: summaryOf(peak.get(place)),
    offPeak: summaryOf(offPeak.get(place)),
    publishedAtMs,
  }));
}

/** Values of a place by their dimension. */
export function namedPlace(place: string, dimensions: readonly Dimension[]): Record<string, string> {
  const values = valuesOf(place);
  return Object.fromEntries(dimensions.map((dimension, index) => [dimension, values[index] ?? '']));
}

export function summarisedCell({ any, peak, offPeak, ...cell }: PublishedCell): SummarisedCell {
  return {
    ...cell,
    any: summarise(any),
    peak: peak && summarise(peak),
    offPeak: offPeak && summarise(offPeak),
  };
}

/** A month's cell counts no months, as all its lines are of it; added to others it must. */
function withMonths(sums: CellSums, period: string): void {
  const month = /^(?<year>\d{4})-(?<month>\d{2})$/.exec(period)?.groups;
  if (month === undefined) return;
  ofMonth(sums, monthNumberOf(Date.parse(`${period}-01`)));
}

function added(to: CellSums | null, sums: CellSums): CellSums {
  if (to === null) return sums;
  mergeSums(to, sums);
  return to;
}

function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

/** A line's month as rows keep it, with the values of the dimensions asked for. */
export interface CountedLineMonth extends Drawable {
  month: string;
  values: readonly (string | null)[];
  prefixBucket: number | null;
}

/**
 * Cells of line-month rows, of which ten are left out of every cell's figures and none of its counts. Cells of fewer than ten
 * are left out. Nothing is known of their busy hours, their regions and what was excluded.
 */
export function cellsOfLineMonths(
  rows: readonly CountedLineMonth[],
  wanted: readonly Dimension[],
): PublishedCell[] {
  const complete = rows.filter(({ values }) => !values.includes(null));
  const byPlace = Map.groupBy(complete, ({ values }) => placeOf(values.map((value) => value ?? '')));
  return [...byPlace].flatMap(([place, lines]) => {
    if (lines.length < ANONYMOUS_FROM_LINES) return [];
    const any = emptySums();
    for (const { month, results, prefixBucket, figures } of withoutTen(lines))
      addShare(
        any,
        {
          results,
          excluded: new Map(),
          regionSource: null,
          prefixBucket,
          figures,
          month: monthNumberOf(Date.parse(`${month}-01`)),
        },
        1,
      );
    any.lines = lines.length;
    any.results = lines.reduce((sum, { results }) => sum + results, 0);
    return [{ place: namedPlace(place, wanted), any, peak: null, offPeak: null, publishedAtMs: null }];
  });
}
