/** What a rule makes of what is known of an agent: readings, and by them the alarm. */
import { ascending, quantile } from '../../../measurement-agent/metrics/quantile.ts';
import type { HeartbeatRequest } from '../../../measurement-agent/protocol/agents.ts';
import {
  type AlarmCondition,
  type AlarmFigure,
  LESS_IS_WORSE,
  type ThresholdCondition,
} from '../../../measurement-agent/protocol/alarms.ts';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import {
  type AlarmSettings,
  type AlarmState,
  afterReading,
  CLEAR,
  goesBy,
  type Moment,
  type Reading,
  type Step,
  tell,
} from './alarm-state.ts';

/** A valid result of an agent's line. */
export interface LineResult {
  measuredAtMs: number;
  /** Null where it is not known. */
  ipVersion: 4 | 6 | null;
  figures: Record<AlarmFigure, number | null>;
  contractDownloadBps: number | null;
  contractUploadBps: number | null;
}

/** What rules look at. */
export interface WatchedAgent {
  /** Nothing was heard for so long while the server listened, ms. */
  silentForMs: number;
  /** The last heartbeat; null before the first. */
  heard: { atMs: number; heartbeat: HeartbeatRequest } | null;
  /** Bytes that its schedule gives it a month; null for no bound. */
  monthlyBytes: number | null;
  /** Valid results since what was seen, and before it those that its own past is made of; oldest first. */
  results: readonly LineResult[];
}

/** A rule on an agent, as it is kept. */
export interface Watch {
  state: AlarmState;
  /** What was measured or heard until then has been looked at. */
  seenToMs: number;
  /** The last breach: what was seen, and what it was held against. */
  last: Seen | null;
}

/** In the unit of the condition: the figure's, s of silence, a share of the month's bytes, ms of offset. */
export interface Seen {
  value: number;
  bound: number;
}

/** The line's own past is its results of so long before … */
export const PAST_MS = 28 * 86_400_000;
/** … and so many of them at least: five days of the default schedule. */
export const LEAST_PAST = 20;

/** A rule looks at what comes after it was made. */
export function newWatch(nowMs: number): Watch {
  return { state: CLEAR, seenToMs: nowMs, last: null };
}

/** One look at an agent by a rule. */
export function look(
  condition: AlarmCondition,
  watch: Watch,
  agent: WatchedAgent,
  moment: Moment,
): { watch: Watch; told: Step['told'] } {
  const { nowMs } = moment;
  const settings = settingsOf(condition);
  let { state, last } = watch;
  for (const reading of readingsOf(condition, watch.seenToMs, agent, nowMs)) {
    if (!goesBy(state, reading)) continue;
    if (reading.breach) last = { value: reading.value, bound: reading.bound };
    state = afterReading(state, reading, settings, nowMs);
  }
  const step = tell(state, moment);
  const seenToMs = Math.max(watch.seenToMs, newestMs(condition, agent, nowMs) ?? 0);
  return { watch: { state: step.state, seenToMs, last }, told: step.told };
}

/** Of what a rule looks at, the newest: also what gives no reading has been looked at, and is not looked at again. */
function newestMs(condition: AlarmCondition, { heard, results }: WatchedAgent, nowMs: number): number | null {
  switch (condition.kind) {
    case 'threshold':
      return results.at(-1)?.measuredAtMs ?? null;
    case 'silence':
      return nowMs;
    case 'budget':
    case 'clock':
      return heard?.atMs ?? null;
  }
}

type SeenReading = Reading & Seen;

function readingsOf(
  condition: AlarmCondition,
  afterMs: number,
  { silentForMs, heard, monthlyBytes, results }: WatchedAgent,
  nowMs: number,
): SeenReading[] {
  switch (condition.kind) {
    case 'threshold':
      return results.flatMap((result, index) => {
        if (result.measuredAtMs <= afterMs) return [];
        const bound = boundOf(condition, result, results.slice(0, index));
        const value = result.figures[condition.figure];
        if (!bound.ok || value === null) return [];
        const breach = LESS_IS_WORSE.has(condition.figure) ? value < bound.value : value > bound.value;
        const { measuredAtMs: atMs, ipVersion } = result;
        return [{ atMs, breach, ipVersion, value, bound: bound.value }];
      });
    case 'silence': {
      const value = silentForMs / 1000;
      return [
        { atMs: nowMs, breach: value >= condition.afterS, ipVersion: null, value, bound: condition.afterS },
      ];
    }
    case 'budget': {
      if (heard === null || heard.atMs <= afterMs || monthlyBytes === null) return [];
      // Without any bytes everything is spent.
      const value = monthlyBytes === 0 ? 1 : heard.heartbeat.monthBytes / monthlyBytes;
      return [
        {
          atMs: heard.atMs,
          breach: value >= condition.share,
          ipVersion: null,
          value,
          bound: condition.share,
        },
      ];
    }
    case 'clock': {
      const offsetMs = heard?.heartbeat.clockOffsetMs ?? null;
      if (heard === null || heard.atMs <= afterMs || offsetMs === null) return [];
      const value = Math.abs(offsetMs);
      return [
        {
          atMs: heard.atMs,
          breach: value > condition.offsetMs,
          ipVersion: null,
          value,
          bound: condition.offsetMs,
        },
      ];
    }
  }
}

/**
 * What a result is held against. `before` are the line's results before it.
 *
 * @returns `no-contract` where the line's contract names no rate, `too-little-past` under 20 results with the figure over
 *   the same IP version.
 */
export function boundOf(
  { figure, bound }: Pick<ThresholdCondition, 'figure' | 'bound'>,
  result: Pick<LineResult, 'measuredAtMs' | 'ipVersion' | 'contractDownloadBps' | 'contractUploadBps'>,
  before: readonly LineResult[],
): Fallible<number, { reason: 'no-contract' | 'too-little-past' }> {
  switch (bound.kind) {
    case 'fixed':
      return ok(bound.value);
    case 'contract': {
      const contractBps = figure === 'uploadBps' ? result.contractUploadBps : result.contractDownloadBps;
      return contractBps === null ? err({ reason: 'no-contract' }) : ok(bound.share * contractBps);
    }
    case 'past': {
      const past = before
        .filter(({ ipVersion }) => ipVersion === result.ipVersion)
        .filter(({ measuredAtMs }) => measuredAtMs > result.measuredAtMs - PAST_MS)
        .flatMap(({ figures }) => figures[figure] ?? []);
      const median = past.length < LEAST_PAST ? null : quantile(ascending(past), 0.5);
      return median === null ? err({ reason: 'too-little-past' }) : ok(bound.factor * median);
    }
  }
}

function settingsOf(condition: AlarmCondition): AlarmSettings {
  switch (condition.kind) {
    case 'threshold':
      return {
        consecutive: condition.consecutive,
        recoverAfter: condition.recoverAfter,
        retestWithinMs: condition.retestWithinS === null ? null : condition.retestWithinS * 1000,
      };
    case 'clock':
      return { consecutive: condition.consecutive, recoverAfter: 1, retestWithinMs: null };
    case 'silence':
    case 'budget':
      return { consecutive: 1, recoverAfter: 1, retestWithinMs: null };
  }
}
