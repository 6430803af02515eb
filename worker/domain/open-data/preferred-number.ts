/** Steps a decade: the R40 series of preferred numbers (ISO 3). Two neighbours differ by 5.9%. */
const STEPS_A_DECADE = 40;

/** The most that a figure is moved by, as a ratio: half a step, and the rounding to four digits. */
export const MOVED_BY_AT_MOST = 10 ** (0.5 / STEPS_A_DECADE) * 1.0005 - 1;

/**
 * The nearest number of the series, in equal ratios, to four digits; 0 stays 0. It never turns the order of two figures round,
 * so that every quantile and median of moved figures is moved by at most as much.
 *
 * @param value Not negative.
 */
export function preferredNumber(value: number): number {
  if (value === 0) return 0;
  const step = Math.round(STEPS_A_DECADE * Math.log10(value));
  return Number((10 ** (step / STEPS_A_DECADE)).toPrecision(4));
}
