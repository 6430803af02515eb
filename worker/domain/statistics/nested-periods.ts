import { ANONYMOUS_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import { dayPeriod, rollingPeriod } from './cell-key.ts';
import type { GroupingSet } from './grouping-sets.ts';
import type { Suppression } from './suppression.ts';

/** What is published of a place in one period. */
export interface PublishedCount {
  place: string;
  publishedLines: number | null;
  publishedResults: number | null;
}

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

/**
 * Places that are not told over a period because another one, of which one holds the other, is told and has a few lines more or
 * fewer: those could be had from the difference. Where both hold the same, as on a young server, there is none.
 */
export function tooNear(
  period: readonly PublishedCount[],
  nested: readonly PublishedCount[],
): Map<string, Suppression> {
  const others = Map.groupBy(nested, ({ place }) => place);
  return new Map(
    period
      .filter(({ place, publishedLines: lines, publishedResults: results }) =>
        others
          .get(place)
          ?.some(
            ({ publishedLines, publishedResults }) =>
              lines !== null &&
              publishedLines !== null &&
              Math.abs(publishedLines - lines) < ANONYMOUS_FROM_LINES &&
              (publishedLines !== lines || publishedResults !== results),
          ),
      )
      .map(({ place }) => [place, 'complementary']),
  );
}
