/**
 * Responsiveness under working conditions, draft-ietf-ippm-responsiveness-09: round trips a minute that an application
 * gets while the line is loaded.
 */
import { ascending } from './quantile.ts';

/** Share of the samples that the trimmed mean keeps (draft, section 4.4: TMP). */
const TRIMMED_MEAN_SHARE = 0.95;
const MS_PER_MINUTE = 60_000;

/** Mean of the best 95% of samples, ms: single-sided, the slowest are left out. Null for no samples. */
export function trimmedMeanMs(samplesMs: readonly number[]): number | null {
  const kept = ascending(samplesMs).slice(0, Math.ceil(TRIMMED_MEAN_SHARE * samplesMs.length));
  return kept.length === 0 ? null : kept.reduce((sum, ms) => sum + ms, 0) / kept.length;
}

export interface ResponsivenessSamples {
  /**
   * Round trips of connections that were opened beside the load, ms: the time until a new connection was of use,
   * divided by the round trips that takes (TCP, TLS 1.3 where there is one, HTTP). In the order they were begun.
   */
  foreignRttsMs: readonly { atMs: number; rttMs: number }[];
  /** Round trips of messages on the load-generating connections themselves, ms. */
  selfRttsMs: readonly number[];
}

/**
 * Round trips a minute: the mean of what a new connection and what the loaded connections themselves reach, each by its
 * trimmed mean (draft, section 4.4). Null when either has no sample or no time passed.
 */
export function responsivenessRpm({ foreignRttsMs, selfRttsMs }: ResponsivenessSamples): number | null {
  const foreignMs = trimmedMeanMs(foreignRttsMs.map(({ rttMs }) => rttMs));
  const selfMs = trimmedMeanMs(selfRttsMs);
  if (foreignMs === null || selfMs === null || foreignMs <= 0 || selfMs <= 0) return null;
  return (MS_PER_MINUTE / foreignMs + MS_PER_MINUTE / selfMs) / 2;
}

/** The draft averages over its last MAD intervals and calls a value stable by as many moving averages. */
const MOVING_AVERAGE_DISTANCE = 4;
/** … when their standard deviation is below this share of the last of them (SDT). */
const STABLE_SHARE = 0.05;
/** The draft's interval is 5 s of a run of 40 s. Ours is the same share of a run of 4 s. */
const INTERVAL_MS = 500;

export type Confidence = 'low' | 'medium' | 'high';

/**
 * How far the figure may be trusted (draft, section 4.5), by the foreign round trips, which are spread over all of the run:
 * `low` when they cover fewer than four intervals, `high` when the last four moving averages agree within 5%, `medium`
 * otherwise.
 */
export function responsivenessConfidence(foreignRttsMs: ResponsivenessSamples['foreignRttsMs']): Confidence {
  const beganAtMs = foreignRttsMs[0]?.atMs ?? 0;
  const intervals = new Map<number, number[]>();
  for (const { atMs, rttMs } of foreignRttsMs) {
    const index = Math.floor((atMs - beganAtMs) / INTERVAL_MS);
    intervals.set(index, [...(intervals.get(index) ?? []), rttMs]);
  }
  const means = [...intervals.values()].map((rtts) => mean(rtts));
  if (means.length < MOVING_AVERAGE_DISTANCE) return 'low';
  const moving = means.map((_, index) =>
    mean(means.slice(Math.max(0, index + 1 - MOVING_AVERAGE_DISTANCE), index + 1)),
  );
  const last = moving.slice(-MOVING_AVERAGE_DISTANCE);
  const current = last.at(-1) ?? 0;
  const deviation = Math.sqrt(mean(last.map((each) => (each - mean(last)) ** 2)));
  return deviation < STABLE_SHARE * current ? 'high' : 'medium';
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
