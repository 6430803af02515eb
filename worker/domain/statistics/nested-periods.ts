import { dayPeriod, rollingPeriod } from './cell-key.ts';
import type { GroupingSet } from './grouping-sets.ts';

/**
 * The periods of a set that come before another one when both are nearly the same: for a rolling window the longer ones; for
 * days and months the rolling windows that they lie in or that lie in them, for a day also its month.
 *
 * @param periods A window, a day, a month, or the months of a quarter.
 * @param asOf The last day of rolling windows, days since the epoch.
 */
export function nestedPeriods(
  periods: readonly string[],
  { rolling }: Pick<GroupingSet, 'rolling'>,
  asOf: number,
): string[] {
  const [first = ''] = periods;
  const own = rolling.find((days) => rollingPeriod(days) === first);
  if (own !== undefined) return rolling.filter((days) => days > own).map(rollingPeriod);
  const isMonth = first.length === 7;
  const firstDay = isMonth ? `${first}-01` : first;
  const isRunning = periods.some((period) => dayPeriod(asOf).startsWith(period));
  const windows = rolling
    .filter((days) => isRunning || dayPeriod(asOf - days + 1) <= firstDay)
    .map(rollingPeriod);
  return isMonth ? windows : [first.slice(0, 7), ...windows];
}
