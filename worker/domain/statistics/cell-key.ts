import type { Band } from '../../../measurement-agent/protocol/statistics.ts';
import type { Cohort } from '../../../measurement-agent/protocol/vocabulary.ts';
import type { RollingDays } from './grouping-sets.ts';

/** Where a rollup is kept. */
export interface CellKey {
  groupingSet: string;
  /** `2026-11`, `2026-11-23`, or `r90`: the last 90 days. */
  period: string;
  slice: string;
  /** Values of the set's dimensions, in its order. */
  place: string;
}

/** Results that are never mixed: of one method, one cohort, measured or made up. */
export interface Partition {
  methodVersion: number;
  synthetic: boolean;
  cohort: Cohort;
}

/** Hours of the week are kept as further parts of the day: `h0`, Monday from 0 to 1 o'clock, to `h167`. */
export type BandOrHour = Band | `h${number}`;

export function sliceOf({ methodVersion, synthetic, cohort }: Partition, band: BandOrHour): string {
  return `${methodVersion} ${synthetic ? 'synthetic' : 'measured'} ${cohort} ${band}`;
}

/** No value of a dimension has a bar in it. */
export function placeOf(values: readonly string[]): string {
  return values.join('|');
}

export function valuesOf(place: string): string[] {
  return place.split('|');
}

export function rollingPeriod(days: RollingDays): string {
  return `r${days}`;
}

/** A local day, as days since the epoch, as `2026-11-23`. */
export function dayPeriod(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** Months since the year 0, in UTC as a line's key lives. */
export function monthNumberOf(atMs: number): number {
  const date = new Date(atMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

export function monthPeriod(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
}
