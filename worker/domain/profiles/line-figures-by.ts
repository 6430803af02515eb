import { ascending, quantile } from '../../../measurement-agent/metrics/quantile.ts';
import { FIGURES, METRICS, type Metric } from '../../../measurement-agent/protocol/statistics.ts';
import type { Contract, LineFigures } from '../statistics/line-figures.ts';
import { hourOfWeekOf, type LineTest, localDayOf } from '../statistics/line-test.ts';
import type { MethodProfile } from './method-profile.ts';

/** The share of a line's busy tests that reach what is told of it in 80/80: 80% (FCC). */
const PEAK_LOW_Q = 0.2;

const WEEKEND_FROM = 5 * 24;

/**
 * What one line measured, by the rules of a profile: its tests are selected, then made its figure. Only after that are lines put
 * together.
 *
 * @param tests Counted results of the line in a month.
 * @returns null where the profile wants more of a line.
 */
export function lineFiguresBy(
  profile: MethodProfile,
  tests: readonly LineTest[],
  contract: Contract,
): LineFigures | null {
  const { counted, leastTests, leastDays } = profile.parameters;
  const fit = tests.filter((test) => isFit(profile, test));
  const busy = fit.filter((test) => isBusy(profile, test));
  const selected = counted.value === 'busy' ? busy : fit;
  if (selected.length < leastTests.value) return null;
  if (new Set(selected.map(localDayOf)).size < leastDays.value) return null;
  const figures = new Map<string, number | null>(
    METRICS.map((metric) => [metric, figureOf(profile, selected, metric)]),
  );
  figures.set('downloadShare', shareOf(figures.get('downloadBps') ?? null, contract.downloadBps));
  figures.set('uploadShare', shareOf(figures.get('uploadBps') ?? null, contract.uploadBps));
  const rates = valuesOf(busy, 'downloadBps');
  const low = rates.length < Math.max(5, leastTests.value) ? null : quantile(ascending(rates), PEAK_LOW_Q);
  figures.set('peakLowShare', shareOf(low, contract.downloadBps));
  return FIGURES.map((figure) => figures.get(figure) ?? null);
}

/** What is not known of a test does not exclude it, but for the medium: a profile of wired lines wants to know. */
function isFit({ parameters }: MethodProfile, { medium, lossRatio, idleRttMs }: LineTest): boolean {
  const { media, lossRatioAtMost, idleRttMsAtLeast } = parameters;
  if (media.value !== null && (medium === null || !media.value.includes(medium))) return false;
  if (lossRatio !== null && lossRatio > lossRatioAtMost.value) return false;
  return idleRttMs === null || idleRttMs >= idleRttMsAtLeast.value;
}

function isBusy({ parameters }: MethodProfile, test: LineTest): boolean {
  const hourOfWeek = hourOfWeekOf(test);
  if (hourOfWeek === null) return false;
  if (parameters.busyDays.value === 'weekdays' && hourOfWeek >= WEEKEND_FROM) return false;
  return parameters.busyHours.value.includes(hourOfWeek % 24);
}

function figureOf({ parameters }: MethodProfile, tests: readonly LineTest[], metric: Metric): number | null {
  switch (parameters.lineRule.value) {
    case 'median-of-days': {
      const days = [...Map.groupBy(tests, localDayOf).values()];
      return median(days.flatMap((day) => median(valuesOf(day, metric)) ?? []));
    }
    case 'median-of-tests':
      return median(valuesOf(tests, metric));
    case 'trimmed-mean': {
      const values = valuesOf(tests, metric);
      const highest = quantile(ascending(values), parameters.trimmedAbove.value);
      if (highest === null) return null;
      const kept = values.filter((value) => value <= highest);
      return kept.reduce((sum, value) => sum + value, 0) / kept.length;
    }
  }
}

function valuesOf(tests: readonly LineTest[], metric: Metric): number[] {
  return tests.flatMap((test) => test[metric] ?? []);
}

function median(values: readonly number[]): number | null {
  return quantile(ascending(values), 0.5);
}

function shareOf(rateBps: number | null, contractBps: number | null): number | null {
  return rateBps === null || contractBps === null || contractBps <= 0 ? null : rateBps / contractBps;
}
