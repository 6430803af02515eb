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
import { LEAST_TEST_COST_BYTES } from './traffic.ts';

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
  for (const sight of sightsOf(condition, watch.seenToMs, agent, nowMs)) {
    const { atMs, ipVersion, value } = sight;
    const bound = keptBound(condition, state, sight, last) ?? sight.bound;
    const breach = bound === null ? null : isBreach(condition, value, bound);
    if (breach && bound !== null && goesBy(state, sight)) last = { value, bound };
    state = afterReading(state, { atMs, breach, ipVersion }, settings, nowMs);
  }
  const step = tell(state, moment);
  const seenToMs = Math.max(watch.seenToMs, newestMs(condition, agent, nowMs) ?? 0);
  return { watch: { state: step.state, seenToMs, last }, told: step.told };
}

/**
 * The line's own past has the breaches in it as they last, so that what is broken would become what is usual, and be told as over: from
 * enough breaches to their end the bound is that of the last of them. Null where the bound is a reading's own.
 *
 * A state that was kept before versions were told apart has none, and nobody knows over which its bound was: usual rates of IPv4 and IPv6
 * may be so far apart that one would never be within the other's.
 */
function keptBound(
  condition: AlarmCondition,
  state: AlarmState,
  { ipVersion }: Pick<Reading, 'ipVersion'>,
  last: Seen | null,
): number | null {
  if (condition.kind !== 'threshold' || condition.bound.kind !== 'past' || state.phase === 'clear')
    return null;
  return state.ipVersion === undefined && ipVersion !== null ? null : (last?.bound ?? null);
}

function isBreach(condition: AlarmCondition, value: number, bound: number): boolean {
  switch (condition.kind) {
    case 'threshold':
      return LESS_IS_WORSE.has(condition.figure) ? value < bound : value > bound;
    case 'silence':
    case 'budget':
      return value >= bound;
    case 'clock':
      return value > bound;
  }
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

/** What was seen, and what it is held against; null where there is nothing. */
type Sight = Pick<Reading, 'atMs' | 'ipVersion'> & { value: number; bound: number | null };

function sightsOf(
  condition: AlarmCondition,
  afterMs: number,
  { silentForMs, heard, monthlyBytes, results }: WatchedAgent,
  nowMs: number,
): Sight[] {
  switch (condition.kind) {
    case 'threshold':
      return results.flatMap((result, index) => {
        const { measuredAtMs: atMs, ipVersion } = result;
        const value = result.figures[condition.figure];
        if (atMs <= afterMs || value === null) return [];
        const bound = boundOf(condition, result, results.slice(0, index));
        return [{ atMs, ipVersion, value, bound: bound.ok ? bound.value : null }];
      });
    case 'silence':
      return [{ atMs: nowMs, ipVersion: null, value: silentForMs / 1000, bound: condition.afterS }];
    case 'budget': {
      if (heard === null || heard.atMs <= afterMs) return [];
      const value = spentShare(heard.heartbeat.monthBytes, monthlyBytes);
      return [{ atMs: heard.atMs, ipVersion: null, value, bound: condition.share }];
    }
    case 'clock': {
      const offsetMs = heard?.heartbeat.clockOffsetMs ?? null;
      if (heard === null || heard.atMs <= afterMs || offsetMs === null) return [];
      return [{ atMs: heard.atMs, ipVersion: null, value: Math.abs(offsetMs), bound: condition.offsetMs }];
    }
  }
}

/** Of no bound nothing is spent. Agents stop short of theirs: what is left is spent, too, once no test fits into it. */
function spentShare(monthBytes: number, monthlyBytes: number | null): number {
  if (monthlyBytes === null) return 0;
  const share = monthlyBytes === 0 ? 1 : monthBytes / monthlyBytes;
  return monthlyBytes - monthBytes < LEAST_TEST_COST_BYTES ? Math.max(1, share) : share;
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
