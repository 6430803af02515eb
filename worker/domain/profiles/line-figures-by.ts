import { ascending, quantile } from '../../../measurement-agent/metrics/quantile.ts';
import { FIGURES, METRICS, type Metric } from '../../../measurement-agent/protocol/statistics.ts';
import type { AccessTechnology } from '../../../measurement-agent/protocol/vocabulary.ts';
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
 * @param access What the line is: mobile ones have busy hours of their own.
 * @returns null where the profile wants more of a line.
 */
export function lineFiguresBy(
  profile: MethodProfile,
  tests: readonly LineTest[],
  contract: Contract,
  access: AccessTechnology | null,
): LineFigures | null {
  const { counted, leastTests, leastDays } = profile.parameters;
  const fit = tests.filter((test) => isFit(profile, test));
  const busy = fit.filter((test) => isBusy(profile, test, access));
  const selected = ofWholeDays(profile, counted.value === 'busy' ? busy : fit);
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

/** Without days of fewer tests than a day needs. */
function ofWholeDays({ parameters }: MethodProfile, tests: readonly LineTest[]): LineTest[] {
  const days = [...Map.groupBy(tests, localDayOf).values()];
  return days.filter((day) => day.length >= parameters.leastTestsADay.value).flat();
}

function isBusy({ parameters }: MethodProfile, test: LineTest, access: AccessTechnology | null): boolean {
  const { busyHours, mobileBusyHours } = parameters;
  const hourOfWeek = hourOfWeekOf(test);
  if (hourOfWeek === null) return false;
  if (parameters.busyDays.value === 'weekdays' && hourOfWeek >= WEEKEND_FROM) return false;
  return (access === 'mobile' ? mobileBusyHours : busyHours).value.includes(hourOfWeek % 24);
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
      const values = ascending(valuesOf(tests, metric));
      const isTrimmed = parameters.trimmedMetrics.value.includes(metric);
      return mean(isTrimmed ? withoutHighest(values, parameters.trimmedAbove.value) : values);
    }
  }
}

/** Counted, and not cut at a quantile: an interpolated p99 of under a hundred tests always lies below their highest. */
function withoutHighest(values: readonly number[], trimmedAbove: number): readonly number[] {
  // 100 × (1 − 0.99) is a little more than 1 in binary, other products a little less than they should be.
  const highest = Math.floor(values.length * (1 - trimmedAbove) + 1e-9);
  return values.slice(0, values.length - highest);
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
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
