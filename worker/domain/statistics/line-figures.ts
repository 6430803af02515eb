import { ascending, quantile } from '../../../measurement-agent/metrics/quantile.ts';
import { FIGURES, METRICS, type Metric } from '../../../measurement-agent/protocol/statistics.ts';
import { type LineTest, localDayOf } from './line-test.ts';

/** A line's figures, one for each of FIGURES in their order; null where it has none. */
export type LineFigures = readonly (number | null)[];

/** What a line's contract promises. */
export interface Contract {
  downloadBps: number | null;
  uploadBps: number | null;
}

/** A share of the contract in busy hours is said from this many tests on (FCC, Measuring Broadband America). */
const MIN_PEAK_TESTS = 5;

/** The share of a line's busy tests that reach `peakLowShare`: 80%. */
const PEAK_LOW_Q = 0.2;

/** Digits that are kept: far more than any measurement has, and few enough to write and read again exactly. */
const DIGITS = 7;

/**
 * What one line measured in one period: for each metric the median of its days, each day with the median of its tests. A
 * line that tests all day long weighs as much as one that tested once, and a day of many tests as much as a day of one.
 *
 * @param tests Counted results of the line in the period.
 * @param peakTests Those in busy hours.
 */
export function lineFigures(
  tests: readonly LineTest[],
  peakTests: readonly LineTest[],
  contract: Contract,
): LineFigures {
  const medians = new Map(METRICS.map((metric) => [metric, medianOfDays(tests, metric)]));
  const shares = {
    downloadShare: shareOf(medians.get('downloadBps') ?? null, contract.downloadBps),
    uploadShare: shareOf(medians.get('uploadBps') ?? null, contract.uploadBps),
    peakLowShare: shareOf(peakLowBps(peakTests), contract.downloadBps),
  };
  return FIGURES.map((figure) =>
    rounded(
      figure in shares ? shares[figure as keyof typeof shares] : (medians.get(figure as Metric) ?? null),
    ),
  );
}

/** The median of a line's days, each with the median of its tests; null where no test has the metric. */
export function medianOfDays(tests: readonly LineTest[], metric: Metric): number | null {
  const days = new Map<number, number[]>();
  for (const test of tests) {
    const value = test[metric];
    if (value === null) continue;
    const day = localDayOf(test);
    const values = days.get(day);
    if (values === undefined) days.set(day, [value]);
    else values.push(value);
  }
  return median([...days.values()].map((values) => median(values) ?? 0));
}

function median(values: readonly number[]): number | null {
  return values.length === 1 ? (values[0] ?? null) : quantile(ascending(values), 0.5);
}

/** What the line reached in 80% of its tests in busy hours; null for too few tests. */
function peakLowBps(peakTests: readonly LineTest[]): number | null {
  const rates = peakTests.map(({ downloadBps }) => downloadBps).filter((rate) => rate !== null);
  return rates.length < MIN_PEAK_TESTS ? null : quantile(ascending(rates), PEAK_LOW_Q);
}

function shareOf(rateBps: number | null, contractBps: number | null): number | null {
  return rateBps === null || contractBps === null || contractBps <= 0 ? null : rateBps / contractBps;
}

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(DIGITS));
}
