import type { Dimension } from '../../../measurement-agent/protocol/statistics.ts';

/** A combination of dimensions of which rollups are kept. */
export interface GroupingSet {
  /** Part of a cell's key; changes only together with ROLLUP_VERSION. */
  name: string;
  dimensions: readonly Dimension[];
  /** Periods besides calendar months. */
  rolling: readonly RollingDays[];
  /** Whether each single day is kept, too. */
  days: boolean;
  /** Whether busy and other hours are also kept apart. */
  bands: boolean;
  /** Whether each hour of the week is kept, of the last 90 days: a month has few lines in an hour. */
  hours: boolean;
}

export const ROLLING_DAYS = [30, 90, 365] as const;
export type RollingDays = (typeof ROLLING_DAYS)[number];

/**
 * Raised whenever the same results would make other cells: by another set, another profile, another rule. The next refresh
 * then counts everything anew.
 */
export const ROLLUP_VERSION = 7;

const whole = { rolling: ROLLING_DAYS, bands: true } as const;
const side = { rolling: [90], days: false, bands: false, hours: false } as const;

/**
 * What is kept, at most 12: every result is counted in each of them. Other combinations are computed from line-month rows
 * when somebody asks.
 */
export const GROUPING_SETS = [
  { name: 'country', dimensions: ['country'], ...whole, days: true, hours: true },
  { name: 'area', dimensions: ['area'], ...whole, days: true, hours: true },
  { name: 'subdivision', dimensions: ['subdivision'], ...whole, days: true, hours: true },
  { name: 'isp', dimensions: ['isp', 'country'], ...whole, days: true, hours: true },
  { name: 'isp-area', dimensions: ['isp', 'area'], ...whole, days: false, hours: false },
  { name: 'isp-subdivision', dimensions: ['isp', 'subdivision'], ...side, bands: true },
  { name: 'isp-area-tier', dimensions: ['isp', 'area', 'tier'], ...side, bands: true },
  { name: 'isp-access', dimensions: ['isp', 'access'], ...side },
  { name: 'isp-method', dimensions: ['isp', 'method'], ...side },
  { name: 'isp-dwelling', dimensions: ['isp', 'dwelling'], ...side },
  { name: 'isp-medium', dimensions: ['isp', 'medium'], ...side },
  { name: 'subdivision-access', dimensions: ['subdivision', 'access'], ...side },
] as const satisfies readonly GroupingSet[];

/** A combination whose cells are added up from those of a set that keeps areas as well: a line lies in one area. */
export interface AddedUpSet extends GroupingSet {
  from: GroupingSet;
}

/** Combinations that are only kept by area. */
export const ADDED_UP_SETS: readonly AddedUpSet[] = GROUPING_SETS.flatMap((set: GroupingSet) => {
  const dimensions = set.dimensions.filter((dimension) => dimension !== 'area');
  return dimensions.length === set.dimensions.length || groupingSetOf(dimensions) !== null
    ? []
    : [{ ...set, name: dimensions.join('-'), dimensions, from: set }];
});

/** One of these; null when no set keeps the dimensions by area either. */
export function addedUpSetOf(dimensions: readonly Dimension[]): AddedUpSet | null {
  const wanted = new Set(dimensions);
  return (
    ADDED_UP_SETS.find(
      (set) =>
        set.dimensions.length === wanted.size && set.dimensions.every((dimension) => wanted.has(dimension)),
    ) ?? null
  );
}

/**
 * The set that keeps these dimensions, in whatever order, and at most the country besides, which parts lines: its cells can
 * be added up. Null when none does.
 */
export function groupingSetOf(dimensions: readonly Dimension[]): GroupingSet | null {
  const keeps = (wanted: ReadonlySet<Dimension>) =>
    GROUPING_SETS.find(
      (set) =>
        set.dimensions.length === wanted.size && set.dimensions.every((dimension) => wanted.has(dimension)),
    );
  return keeps(new Set(dimensions)) ?? keeps(new Set([...dimensions, 'country'])) ?? null;
}

/** One of the sets by its name. */
export function groupingSetNamed(name: (typeof GROUPING_SETS)[number]['name']): GroupingSet {
  const set = GROUPING_SETS.find((each) => each.name === name);
  if (set === undefined) throw new RangeError(`Cannot find grouping set '${name}'`);
  return set;
}

/** Whether a period is a day. */
export function isDay(period: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(period);
}

/** Whether a set has cells of a period: `r90`, `2026-11-23`; every set has months, and quarters as sums of these. */
export function keepsPeriod(set: Pick<GroupingSet, 'rolling' | 'days'>, period: string): boolean {
  if (period.startsWith('r')) return set.rolling.some((days) => period === `r${days}`);
  return set.days || !isDay(period);
}
