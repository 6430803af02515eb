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
 * The periods of a set that hold all of another one, as far as is known by its name: longer rolling windows for a rolling
 * one; for a day or a month the rolling windows that it lies in, for a day also its month. A quarter is named by its first
 * month.
 *
 * @param asOf The last day of rolling windows, days since the epoch.
 */
export function periodsHolding(period: string, { rolling }: GroupingSet, asOf: number): string[] {
  const own = rolling.find((days) => rollingPeriod(days) === period);
  if (period.startsWith('r')) return rolling.filter((days) => days > (own ?? 0)).map(rollingPeriod);
  const firstDay = period.length === 7 ? `${period}-01` : period;
  const windows = rolling.filter((days) => dayPeriod(asOf - days + 1) <= firstDay).map(rollingPeriod);
  return period.length === 7 ? windows : [period.slice(0, 7), ...windows];
}

/**
 * Places that are not told over a period because a longer one that holds it is told, and has a few lines more: those could be
 * had from the difference. Where both hold the same, as on a young server, there is none.
 */
export function tooNear(
  period: readonly PublishedCount[],
  holding: readonly PublishedCount[],
): Map<string, Suppression> {
  const longer = Map.groupBy(holding, ({ place }) => place);
  return new Map(
    period
      .filter(({ place, publishedLines: lines, publishedResults: results }) =>
        longer
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
