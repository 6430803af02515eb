import { dayPeriod, monthPeriod } from './cell-key.ts';

/** A period that somebody asks for. */
export interface Period {
  name: string;
  /** Periods of cells that make it up. */
  cells: readonly string[];
  /** First and last day, as `2026-11-23`. */
  from: string;
  to: string;
  /** Months of line-month rows; null for what is no whole months. */
  months: readonly string[] | null;
}

const DAY_MS = 86_400_000;

/** Days are counted from here, and Date.UTC takes years below 100 for others. */
const EARLIEST_YEAR = 1970;

/**
 * The period of a name that fits the contract.
 *
 * @param asOf The last day that rolling windows reach, days since the epoch.
 * @returns null for a day that no calendar has, and before 1970.
 */
export function periodOf(name: string, asOf: number): Period | null {
  if (name.startsWith('r')) {
    const days = Number(name.slice(1));
    return { name, cells: [name], from: dayPeriod(asOf - days + 1), to: dayPeriod(asOf), months: null };
  }
  const year = Number(name.slice(0, 4));
  const part = name.slice(5);
  if (year < EARLIEST_YEAR) return null;
  if (part.startsWith('Q')) {
    const first = year * 12 + (Number(part.slice(1)) - 1) * 3;
    return ofMonths(name, [first, first + 1, first + 2]);
  }
  if (part.length === 2) return ofMonths(name, [year * 12 + Number(part) - 1]);
  const atMs = Date.parse(name);
  if (Number.isNaN(atMs) || dayPeriod(atMs / DAY_MS) !== name) return null;
  return { name, cells: [name], from: name, to: name, months: null };
}

function ofMonths(name: string, months: readonly number[]): Period {
  const first = Math.min(...months);
  const after = Math.max(...months) + 1;
  return {
    name,
    cells: months.map(monthPeriod),
    from: `${monthPeriod(first)}-01`,
    to: dayPeriod(Date.UTC(Math.floor(after / 12), after % 12) / DAY_MS - 1),
    months: months.map(monthPeriod),
  };
}

/** The quarter of a month; null for what is no month. */
export function quarterOf(period: string): string | null {
  const month = /^(?<year>\d{4})-(?<month>\d{2})$/.exec(period)?.groups;
  return month === undefined ? null : `${month['year']}-Q${Math.ceil(Number(month['month']) / 3)}`;
}
