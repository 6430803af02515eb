import { ascending, quantile } from '../../measurement-agent/metrics/quantile.ts';
import {
  FIGURE_NAMES,
  type FigureName,
  MIN_LINES,
  type PeriodFigures,
  type Quartiles,
} from '../../measurement-agent/protocol/figures.ts';
import { METHOD_VERSION } from '../../measurement-agent/protocol/spec.ts';
import { monthOf } from './month.ts';

/** What a cell's figures need of a stored result. */
export type FigureRow = Record<FigureName, number | null> & {
  measuredAtMs: number;
  methodVersion: number;
  synthetic: boolean;
  valid: boolean;
  /** The subscriberKey, as text; null when the address was unknown: the result counts, its line cannot. */
  line: string | null;
};

export const PERIOD_DAYS = [30, 90, 365] as const satisfies readonly PeriodFigures['days'][];

const DAY_MS = 86_400_000;

/** When a period that ends now began. */
export function periodStartMs(days: PeriodFigures['days'], nowMs: number): number {
  return nowMs - days * DAY_MS;
}

/** Figures of one ISP or region for each period, from all its results of the longest. */
export function cellFigures(rows: readonly FigureRow[], nowMs: number): PeriodFigures[] {
  return PERIOD_DAYS.map((days) => {
    const sinceMs = periodStartMs(days, nowMs);
    return periodFigures(
      rows.filter(({ measuredAtMs }) => measuredAtMs >= sinceMs),
      days,
    );
  });
}

function periodFigures(rows: readonly FigureRow[], days: PeriodFigures['days']): PeriodFigures {
  const counted = rows.filter(isCounted);
  const lineMonths = groupByLineMonth(counted);
  const lines = mostInOneMonth(lineMonths);
  return {
    days,
    results: counted.length,
    lines,
    excluded: rows.length - counted.length,
    quartiles:
      lines < MIN_LINES
        ? null
        : (Object.fromEntries(
            FIGURE_NAMES.map((name) => [name, quartilesOf(lineMonths, name)]),
          ) as NonNullable<PeriodFigures['quartiles']>),
  };
}

function isCounted({ valid, synthetic, methodVersion }: FigureRow): boolean {
  return valid && !synthetic && methodVersion === METHOD_VERSION;
}

/** The results of one line in one calendar month. Its key changes with the month, so a line cannot be followed further. */
interface LineMonth {
  month: string;
  rows: FigureRow[];
}

function groupByLineMonth(rows: readonly FigureRow[]): LineMonth[] {
  const groups = new Map<string, LineMonth>();
  for (const row of rows) {
    if (row.line === null) continue;
    const month = monthOf(row.measuredAtMs);
    const key = `${month} ${row.line}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { month, rows: [row] });
    else group.rows.push(row);
  }
  return [...groups.values()];
}

/** A line measured in two months has two keys; the fullest month counts each once. */
function mostInOneMonth(lineMonths: readonly { month: string }[]): number {
  const lines = new Map<string, number>();
  for (const { month } of lineMonths) lines.set(month, (lines.get(month) ?? 0) + 1);
  return Math.max(0, ...lines.values());
}

/**
 * Quartiles over lines, each with the median of its results in its month, so that a line that measures hourly weighs as
 * much as one that measured once. Null under MIN_LINES lines that have the figure.
 */
function quartilesOf(lineMonths: readonly LineMonth[], name: FigureName): Quartiles | null {
  const medians = lineMonths.flatMap(({ month, rows }) => {
    const values = rows.map((row) => row[name]).filter((value) => value !== null);
    const median = quantile(ascending(values), 0.5);
    return median === null ? [] : [{ month, median }];
  });
  const lines = mostInOneMonth(medians);
  if (lines < MIN_LINES) return null;
  const sorted = ascending(medians.map(({ median }) => median));
  const p25 = quantile(sorted, 0.25);
  const p50 = quantile(sorted, 0.5);
  const p75 = quantile(sorted, 0.75);
  if (p25 === null || p50 === null || p75 === null) return null;
  return { p25, p50, p75, lines };
}
