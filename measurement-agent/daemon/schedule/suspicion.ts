import { ascending, quantile } from '../../metrics/quantile.ts';
import type { Burst } from '../../protocol/schedule.ts';

/** A round of light probes to the edge; null where it was not answered. */
export interface EdgeProbe {
  atMs: number;
  rttMs: number | null;
}

/** The last quarter of an hour is held against the day before it … */
const RECENT_MS = 15 * 60_000;
/** … where both have enough probes to tell. */
const LEAST_RECENT = 5;
const LEAST_BEFORE = 30;

/** Whether the line has become worse than it was: then a few tests close together say how. */
export function isSuspicious(
  probes: readonly EdgeProbe[],
  { rttFactor, lossRatio }: Pick<Burst, 'rttFactor' | 'lossRatio'>,
  nowMs: number,
): boolean {
  const recent = probes.filter(({ atMs }) => atMs > nowMs - RECENT_MS && atMs <= nowMs);
  const before = probes.filter(({ atMs }) => atMs <= nowMs - RECENT_MS);
  if (recent.length < LEAST_RECENT || before.length < LEAST_BEFORE) return false;
  // One probe of five is a fifth: a share that single losses reach says nothing.
  const lost = recent.filter(({ rttMs }) => rttMs === null).length;
  if (lost >= 2 && lost / recent.length >= lossRatio) return true;
  const now = medianMs(recent);
  const usual = medianMs(before);
  return now !== null && usual !== null && now > usual * rttFactor;
}

function medianMs(probes: readonly EdgeProbe[]): number | null {
  return quantile(ascending(probes.flatMap(({ rttMs }) => rttMs ?? [])), 0.5);
}
