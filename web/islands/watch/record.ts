import { type Breach, type Stability } from '../../../measurement-agent/metrics/stability.ts';
import { MAX_KEPT_BREACHES } from '../history/most-breaches.ts';
import type { WatchRecord } from '../history/watch-schema.ts';

/** Whether the line fell silent, rather than slow. */
export function isOutage({ unanswered }: Breach): boolean {
  return unanswered > 0;
}

/** What is kept of a watch. */
export function watchRecord(
  { answered, unanswered, rttMs, breaches, datagrams, asleepMs }: Stability,
  watch: Pick<WatchRecord, 'id' | 'at' | 'durationMs' | 'thresholdMs'>,
): WatchRecord {
  const outages = breaches.filter(isOutage).length;
  return {
    ...watch,
    answered,
    unanswered,
    rttP50Ms: rttMs?.p50 ?? null,
    rttP95Ms: rttMs?.p95 ?? null,
    rttP99Ms: rttMs?.p99 ?? null,
    rttMaxMs: rttMs?.max ?? null,
    sent: datagrams?.sent ?? 0,
    lost: datagrams?.lost ?? 0,
    asleepMs,
    slowTimes: breaches.length - outages,
    outages,
    breaches: breaches
      .slice(0, MAX_KEPT_BREACHES)
      .map(({ fromMs, untilMs, worstRttMs, unanswered: silent }) => ({
        fromMs: Math.max(0, fromMs),
        untilMs: Math.max(0, untilMs),
        worstRttMs,
        unanswered: silent,
      })),
  };
}
