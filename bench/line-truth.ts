import { ascending, quantile } from '../measurement-agent/metrics/quantile.ts';
import type { LinkCounters } from './link/link.ts';

/**
 * Share of an IPv4 line's rate that TCP can carry as application bytes: 1500-byte packets less 20 bytes of IP, 20 of TCP
 * and 12 of TCP timestamps (RFC 7323). The rate of an emulated line counts IP bytes.
 */
const TCP_SHARE = 1448 / 1500;

/** The numbers of a line as `down=100e6 up=20e6 rtt=20`. */
export function lineKeys(line: string): Record<string, number> {
  return Object.fromEntries(
    line
      .split(' ')
      .map((pair) => pair.split('='))
      .map(([key, value]) => [key, Number(value)]),
  );
}

/** Application bits a second that a line of this rate carries; null without one. */
export function goodputOf(rateBps: number | undefined): number | null {
  return rateBps === undefined ? null : rateBps * TCP_SHARE;
}

/** Relative error of a goodput against rate × 1448/1500; null when either is unknown. */
export function rateError(goodputBps: number | null | undefined, rateBps: number | undefined): number | null {
  if (goodputBps === null || goodputBps === undefined || rateBps === undefined) return null;
  return goodputBps / (rateBps * TCP_SHARE) - 1;
}

/** What a loop over the line, up and down again, loses of a line as configured, as a ratio. */
export function configuredLoopLoss(line: string): number {
  const { loss_up: up = 0, loss_down: down = 0 } = lineKeys(line);
  return loop(up, down);
}

/** What a loop would have lost of what the line counted. */
export function countedLoopLoss({ up, down }: LinkCounters): number {
  const ratio = ({ packets, randomLosses }: LinkCounters['up']) =>
    randomLosses === 0 ? 0 : randomLosses / (packets + randomLosses);
  return loop(ratio(up), ratio(down));
}

function loop(up: number, down: number): number {
  return 1 - (1 - up) * (1 - down);
}

/** Median of what is there. */
export function median(values: readonly (number | null)[]): number | null {
  return quantile(ascending(values.filter((value) => value !== null)), 0.5);
}

export function percent(ratio: number | null): string {
  return ratio === null ? 'missing' : `${ratio >= 0 ? '+' : ''}${(ratio * 100).toFixed(2)}%`;
}
