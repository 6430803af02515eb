import { ascending, quantile } from '../../../measurement-agent/metrics/quantile.ts';
import type { WatchSample } from '../../../measurement-agent/metrics/stability.ts';

const MINUTE_MS = 60_000;

/** One minute of a watch: what the drawing shows, as numbers. */
export interface WatchMinute {
  /** ms since the watch began. */
  fromMs: number;
  /** Of round trips, ms; null where none came back. */
  p50: number | null;
  max: number | null;
  /** Round trips over the threshold. */
  slow: number;
  unanswered: number;
  /** Datagrams of the trains that began in this minute. */
  sent: number;
  lost: number;
}

/** Every minute in which something was seen, in order. */
export function watchMinutes(samples: readonly WatchSample[], thresholdMs: number): WatchMinute[] {
  const byMinute = new Map<number, WatchSample[]>();
  for (const sample of samples) {
    if (sample.kind === 'asleep') continue;
    const minute = Math.floor(sample.atMs / MINUTE_MS);
    const known = byMinute.get(minute);
    if (known === undefined) byMinute.set(minute, [sample]);
    else known.push(sample);
  }
  return [...byMinute]
    .toSorted(([a], [b]) => a - b)
    .map(([minute, seen]) => {
      const rtts = ascending(seen.flatMap((each) => (each.kind === 'round-trip' ? [each.rttMs] : [])));
      const trains = seen.filter((each) => each.kind === 'datagrams');
      return {
        fromMs: minute * MINUTE_MS,
        p50: quantile(rtts, 0.5),
        max: rtts.at(-1) ?? null,
        slow: rtts.filter((rttMs) => rttMs > thresholdMs).length,
        unanswered: seen.filter(({ kind }) => kind === 'unanswered').length,
        sent: trains.reduce((sum, { sent }) => sum + sent, 0),
        lost: trains.reduce((sum, { lost }) => sum + lost, 0),
      };
    });
}
