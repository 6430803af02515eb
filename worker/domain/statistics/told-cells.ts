import type { Suppression } from '../../../measurement-agent/protocol/quality.ts';
import { projected } from './added-up-cells.ts';
import {
  ADDED_UP_SETS,
  type AddedUpSet,
  GROUPING_SETS,
  type GroupingSet,
  keepsPeriod,
} from './grouping-sets.ts';
import { type CountsOf, type HiddenBy, hiddenCells, neededFor, type PublishedCount } from './hidden-cells.ts';
import { periodOf } from './period.ts';

/** Counts of a cell in a day, a month or a rolling window, as `cells` has them. */
export interface PeriodCell extends PublishedCount {
  groupingSet: string;
  period: string;
}

/** A cell as a publication tells it, or not; its period may be a quarter. */
export interface ToldCell extends PeriodCell {
  /** Why its figures are not told; null where they are. */
  hidden: Suppression | null;
}

const TOLD_SETS: readonly (GroupingSet | AddedUpSet)[] = [...GROUPING_SETS, ...ADDED_UP_SETS];

/** Sets and periods whose cells say what is told in these periods. */
export function neededToTell(
  periods: readonly string[],
  by: Pick<HiddenBy, 'asOf'>,
): { groupingSets: string[]; periods: string[] } {
  const needed = periods.flatMap((period) =>
    setsOf(period).map((set) => neededFor(set, cellPeriodsOf(period, by), by)),
  );
  const keeping = new Map(ADDED_UP_SETS.map(({ name, from }) => [name, from.name]));
  return {
    groupingSets: [...new Set(needed.flatMap((each) => each.groupingSets))].map(
      (name) => keeping.get(name) ?? name,
    ),
    periods: [...new Set(needed.flatMap((each) => each.periods))],
  };
}

/**
 * What is told of all cells in a period: of every set that has it, and of those that are added up from one.
 *
 * @param period A day, a month, a quarter or a rolling window.
 * @param countsOf Counts of all that is needed (`neededToTell`).
 */
export function toldCells(period: string, countsOf: CountsOf, by: HiddenBy): ToldCell[] {
  return setsOf(period).flatMap((set) => {
    const { counted, hidden } = hiddenCells(set, cellPeriodsOf(period, by), countsOf, by);
    return counted.map((count) => ({
      ...count,
      groupingSet: set.name,
      period,
      hidden: hidden.get(count.place) ?? null,
    }));
  });
}

/**
 * Periods, out of some, of which it may be told otherwise when cells of `changed` were published.
 *
 * @param changed Days, months and rolling windows.
 */
export function dependentPeriods(
  periods: readonly string[],
  changed: ReadonlySet<string>,
  by: Pick<HiddenBy, 'asOf'>,
): string[] {
  if (changed.size === 0) return [];
  return periods.filter((period) => neededToTell([period], by).periods.some((each) => changed.has(each)));
}

/**
 * Periods, out of some, that are compared with others than before as the last day of rolling windows moved: days that a window left, and
 * what the day that ended lay in. Of what lies further back nothing moves, however much of it there is.
 */
export function movedPeriods(
  periods: readonly string[],
  before: Pick<HiddenBy, 'asOf'>,
  now: Pick<HiddenBy, 'asOf'>,
): string[] {
  const neededBy = (period: string, by: Pick<HiddenBy, 'asOf'>) =>
    neededToTell([period], by).periods.toSorted().join(' ');
  return periods.filter((period) => neededBy(period, before) !== neededBy(period, now));
}

function setsOf(period: string): (GroupingSet | AddedUpSet)[] {
  return TOLD_SETS.filter((set) => keepsPeriod(set, period));
}

/** Periods of cells that make a period up. */
function cellPeriodsOf(period: string, { asOf }: Pick<HiddenBy, 'asOf'>): readonly string[] {
  return periodOf(period, asOf)?.cells ?? [];
}

/**
 * Counts by set and period. Suppression takes what is added up for a set of its own: the finer one already counts on it that
 * the sum along each of its dimensions is told.
 */
export function countsByPeriod(cells: readonly PeriodCell[]): CountsOf {
  const counts = Map.groupBy(cells, ({ groupingSet, period }) => `${groupingSet} ${period}`);
  for (const { name, dimensions, from } of ADDED_UP_SETS) {
    const inWhole = projected(from, dimensions);
    for (const period of new Set(cells.map((cell) => cell.period)))
      counts.set(
        `${name} ${period}`,
        (counts.get(`${from.name} ${period}`) ?? []).map((cell) => ({
          ...cell,
          place: inWhole(cell.place),
        })),
      );
  }
  return (groupingSet, period) => counts.get(`${groupingSet} ${period}`) ?? [];
}
