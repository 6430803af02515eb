import { ascending, quantile } from '../measurement-agent/metrics/quantile.ts';
import { TCP_SHARE } from './emulated-link.ts';

/** The numbers of a line as `down=100e6 up=20e6 rtt=20`. */
export function lineKeys(line: string): Record<string, number> {
  return Object.fromEntries(
    line
      .split(' ')
      .map((pair) => pair.split('='))
      .map(([key, value]) => [key, Number(value)]),
  );
}

/** Relative error of a goodput against rate × 1448/1500; null when either is unknown. */
export function rateError(goodputBps: number | null | undefined, rateBps: number | undefined): number | null {
  if (goodputBps === null || goodputBps === undefined || rateBps === undefined) return null;
  return goodputBps / (rateBps * TCP_SHARE) - 1;
}

/** Median of what is there. */
export function median(values: readonly (number | null)[]): number | null {
  return quantile(ascending(values.filter((value) => value !== null)), 0.5);
}

export function percent(ratio: number | null): string {
  return ratio === null ? 'missing' : `${ratio >= 0 ? '+' : ''}${(ratio * 100).toFixed(2)}%`;
}
